// SPDX-License-Identifier: Apache-2.0

package main

import "fmt"

func main() {
	fmt.Println("Hello from an image with one file in it!")
}
