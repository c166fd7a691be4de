// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import org.jspecify.annotations.Nullable;

/// The parser directives at the head of a Dockerfile (`# escape=`, `# syntax=`, `# check=`).
///
/// @param escape the escape char, a backslash or a backquote
/// @param syntax the frontend that the file asks for, as written; it is never fetched
/// @param check the settings of the build checks, as written
public record Directives(char escape, @Nullable String syntax, @Nullable String check) {
    /// What holds without any directive.
    public static final Directives DEFAULT = new Directives('\\', null, null);
}
