// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What an image runs on, in the names of Go's GOOS and GOARCH (OCI image specification,
/// image-index.md).
///
/// @param variant of the architecture, such as `v7`; null where the architecture has one form
public record Platform(String os, String architecture, @Nullable String variant) {
    private static final int SMALLER = 100;

    /// The platform of this machine.
    public static Platform host() {
        return normalized("linux", System.getProperty("os.arch"), null);
    }

    /// Reads `linux/arm64`, `linux/arm/v7`, `arm64` or `linux`, in docker's many spellings.
    ///
    /// @throws IllegalArgumentException with docker's words
    public static Platform parse(String text) {
        List<String> parts = List.of(text.split("/", -1));
        if (parts.size() > 3 || parts.stream().anyMatch(each -> !each.matches("[A-Za-z0-9_.-]+"))) {
            throw new IllegalArgumentException("\"" + text + "\": invalid platform specifier");
        }
        String first = parts.getFirst();
        if (parts.size() > 1) {
            return normalized(first, parts.get(1), parts.size() == 3 ? parts.get(2) : null);
        }
        return isSystem(first)
                ? normalized(first, host().architecture, host().variant)
                : normalized("linux", first, null);
    }

    private static boolean isSystem(String word) {
        return List.of("linux", "windows", "darwin", "macos", "freebsd")
                .contains(word.toLowerCase(Locale.ROOT));
    }

    private static Platform normalized(String os, String architecture, @Nullable String variant) {
        String system = os.toLowerCase(Locale.ROOT);
        String arch = architecture.toLowerCase(Locale.ROOT);
        String form = variant == null ? null : variant.toLowerCase(Locale.ROOT);
        return switch (arch) {
            case "x86_64", "x86-64", "amd64" ->
                    new Platform(named(system), "amd64", "v1".equals(form) ? null : form);
            case "i386", "i486", "i586", "i686", "386" -> new Platform(named(system), "386", null);
            case "aarch64", "arm64" ->
                    new Platform(
                            named(system),
                            "arm64",
                            form == null || form.matches("v?8") ? null : form);
            case "armhf" -> new Platform(named(system), "arm", "v7");
            case "armel" -> new Platform(named(system), "arm", "v6");
            case "arm" ->
                    new Platform(
                            named(system),
                            "arm",
                            form == null || form.isEmpty()
                                    ? "v7"
                                    : form.startsWith("v") ? form : "v" + form);
            default -> new Platform(named(system), arch, form);
        };
    }

    private static String named(String os) {
        return os.equals("macos") ? "darwin" : os;
    }

    /// Whether an image of that platform can be used where this one is wanted.
    public boolean matches(Platform image) {
        return rank(image) >= 0;
    }

    /// How well that image fits where this platform is wanted: 0 exactly, more is worse, -1 not at
    /// all. A processor runs what is made for its lesser variants, and, last of all, what is made
    /// for the 32-bit processor that it can be: amd64 runs 386, arm64 runs arm.
    public int rank(Platform image) {
        if (!os.equals(image.os)) {
            return -1;
        }
        if (!architecture.equals(image.architecture)) {
            return rankAsSmaller(image);
        }
        int mine = level(this);
        int theirs = level(image);
        if (mine >= 0 && theirs >= 0) {
            return theirs <= mine ? mine - theirs : -1;
        }
        return variant == null || variant.equals(image.variant) ? 0 : -1;
    }

    private int rankAsSmaller(Platform image) {
        return switch (architecture) {
            case "amd64" -> image.architecture.equals("386") ? SMALLER : -1;
            case "arm64" -> {
                int rank =
                        image.architecture.equals("arm")
                                ? new Platform(os, "arm", "v8").rank(image)
                                : -1;
                yield rank < 0 ? -1 : SMALLER + rank;
            }
            default -> -1;
        };
    }

    private static int level(Platform platform) {
        String form = platform.variant;
        return switch (platform.architecture) {
            case "amd64" -> form == null ? 1 : number(form);
            case "arm64" -> form == null ? 8 : number(form);
            case "arm" -> form == null ? 7 : number(form);
            default -> -1;
        };
    }

    private static int number(String form) {
        return form.matches("v[0-9]") ? form.charAt(1) - '0' : -1;
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant == null ? "" : "/" + variant);
    }
}
