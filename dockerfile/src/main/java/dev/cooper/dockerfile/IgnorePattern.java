// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

/// One line of a `.dockerignore` file.
///
/// @param line its number, counted from 1
/// @param text the line as written, blanks around it dropped
/// @param exception whether it begins with `!`: what it matches is not ignored
/// @param pattern what it matches
public record IgnorePattern(int line, String text, boolean exception, PathPattern pattern) {}
