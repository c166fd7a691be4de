// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.UnknownHostException;
import org.jsoup.Connection;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** Prints how many links of the page at $url stay on its host and how many leave it. */
final class HrefCounter {
    private int internal;
    private int external;

    public static void main(String[] args) {
        String address = System.getenv("url");
        try {
            if (address == null || address.isEmpty()) {
                throw new IOException("the environment variable url must name a page");
            }
            System.out.println(new HrefCounter().count(address));
        } catch (UnknownHostException e) {
            System.err.println("href-counter: no such host: " + e.getMessage());
            System.exit(1);
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("href-counter: " + e.getMessage());
            System.exit(1);
        }
    }

    private String count(String address) throws IOException {
        Connection.Response response =
                Jsoup.connect(address).timeout(30_000).maxBodySize(0).execute();
        // The address that answered, which is another one after a redirect.
        URL page = response.url();
        for (Element link : response.parse().select("a[href]")) {
            add(page, link.attr("href").strip());
        }
        return "{\"internal\":" + internal + ",\"external\":" + external + "}";
    }

    /**
     * Counts a link unless it leads to no page at all, as mailto: does. Fragments and relative links have the page's own
     * host once they are resolved.
     */
    private void add(URL page, String target) {
        try {
            URL resolved = new URL(page, target);
            if (!resolved.getProtocol().equals("http") && !resolved.getProtocol().equals("https")) {
                return;
            }
            if (resolved.getHost().equalsIgnoreCase(page.getHost())) {
                internal++;
            } else {
                external++;
            }
        } catch (MalformedURLException e) {
            // A scheme that Java doesn't know, as javascript: is.
        }
    }
}
