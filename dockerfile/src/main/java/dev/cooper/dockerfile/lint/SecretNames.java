// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Knows variables that hold secrets by the words of their names.
final class SecretNames {
    private static final Set<String> SECRET =
            Set.of(
                    "apikey",
                    "auth",
                    "credential",
                    "credentials",
                    "key",
                    "password",
                    "pword",
                    "passwd",
                    "secret",
                    "token");

    /// What has one of these is not the secret itself.
    private static final Set<String> HARMLESS = Set.of("public", "file", "version");

    private SecretNames() {}

    static boolean matches(String variable) {
        List<String> words = List.of(variable.toLowerCase(Locale.ROOT).split("_", -1));
        return words.stream().anyMatch(SECRET::contains)
                && words.stream().noneMatch(HARMLESS::contains);
    }
}
