// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import org.jspecify.annotations.Nullable;

/// The parser directives at the head of a Dockerfile (`# escape=`, `# syntax=`, `# check=`).
///
/// @param escape the escape char, a backslash or a backquote
/// @param syntax the frontend that the file asks for, as written; it is never fetched
/// @param check the settings of the build checks, as written
/// @param lines how many lines they take, from the first of the file on
public record Directives(char escape, @Nullable String syntax, @Nullable String check, int lines) {
    /// What holds without any directive.
    public static final Directives DEFAULT = new Directives('\\', null, null, 0);
}
