// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.walk;

/// A platform.
///
/// @param os in the words of Go's GOOS
/// @param architecture in those of its GOARCH
/// @param text all of it, such as `linux/arm/v7`
public record PlatformFacts(String os, String architecture, String text) {}
