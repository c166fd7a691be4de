// SPDX-License-Identifier: Apache-2.0

// Prints how many links of the page at $url stay on its host and how many leave it.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"golang.org/x/net/html"
)

type counts struct {
	Internal int `json:"internal"`
	External int `json:"external"`
}

func main() {
	found, err := countPage(os.Getenv("url"))
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(found)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "href-counter:", err)
		os.Exit(1)
	}
}

func countPage(address string) (counts, error) {
	if address == "" {
		return counts{}, errors.New("the environment variable url must name a page")
	}
	client := http.Client{Timeout: 30 * time.Second}
	response, err := client.Get(address)
	if err != nil {
		return counts{}, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return counts{}, fmt.Errorf("%s: %s", address, response.Status)
	}
	// The address that answered, which is another one after a redirect.
	return countLinks(response.Request.URL, response.Body)
}

func countLinks(page *url.URL, body io.Reader) (counts, error) {
	var found counts
	tokens := html.NewTokenizer(body)
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			if err := tokens.Err(); err != io.EOF {
				return found, err
			}
			return found, nil
		case html.StartTagToken, html.SelfClosingTagToken:
			if target, ok := link(tokens.Token()); ok {
				found.add(page, target)
			}
		}
	}
}

func link(tag html.Token) (string, bool) {
	if tag.Data != "a" {
		return "", false
	}
	for _, attribute := range tag.Attr {
		if attribute.Key == "href" {
			return strings.TrimSpace(attribute.Val), true
		}
	}
	return "", false
}

// add counts a link unless it leads to no page at all, as mailto: does. Fragments and relative links have the page's
// own host once they are resolved.
func (found *counts) add(page *url.URL, target string) {
	resolved, err := page.Parse(target)
	switch {
	case err != nil || resolved.Scheme != "http" && resolved.Scheme != "https":
	case strings.EqualFold(resolved.Hostname(), page.Hostname()):
		found.Internal++
	default:
		found.External++
	}
}
