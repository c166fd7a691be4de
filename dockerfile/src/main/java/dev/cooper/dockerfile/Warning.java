// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

/// Something that works and yet should be written otherwise, found while parsing.
///
/// @param rule the name of the build check, such as `NoEmptyContinuation`
/// @param message one line
/// @param range the lines that it is about
public record Warning(String rule, String message, SourceRange range) {}
