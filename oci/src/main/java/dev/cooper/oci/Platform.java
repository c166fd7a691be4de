// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import org.jspecify.annotations.Nullable;

/// What an image runs on.
@SuppressWarnings("DoNotCallSuggester")
public record Platform(String os, String architecture, @Nullable String variant) {
    /// The platform of this machine.
    public static Platform host() {
        throw new UnsupportedOperationException();
    }

    /// Reads `linux/arm64`, `linux/arm/v7`, `arm64` or `linux`, in docker's many spellings.
    ///
    /// @throws IllegalArgumentException with docker's words
    public static Platform parse(String text) {
        throw new UnsupportedOperationException();
    }

    /// Whether an image of that platform can be used where this one is wanted.
    public boolean matches(Platform image) {
        return rank(image) >= 0;
    }

    /// How well that image fits where this platform is wanted: 0 exactly, more is worse, -1 not at
    /// all.
    public int rank(Platform image) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant == null ? "" : "/" + variant);
    }
}
