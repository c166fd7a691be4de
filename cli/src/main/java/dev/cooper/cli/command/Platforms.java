// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.oci.Platform;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `--platform`.
final class Platforms {
    private Platforms() {}

    /// Null for null.
    static @Nullable Platform parse(@Nullable String typed) throws CommandFailure {
        if (typed == null || typed.isEmpty()) {
            return null;
        }
        try {
            return Platform.parse(typed);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        }
    }

    /// Each of a list with commas.
    static List<Platform> all(List<String> typed) throws CommandFailure {
        List<Platform> all = new ArrayList<>();
        for (String each : typed) {
            for (String one : each.split(",")) {
                Platform platform = parse(one.strip());
                if (platform != null) {
                    all.add(platform);
                }
            }
        }
        return all;
    }
}
