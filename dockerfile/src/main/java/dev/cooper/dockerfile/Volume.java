// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;

/// `VOLUME path …` or `VOLUME ["path", …]`.
///
/// @param paths as written
public record Volume(Origin origin, List<String> paths) implements Instruction {
    /// Copies the lists.
    public Volume {
        paths = List.copyOf(paths);
    }

    @Override
    public String keyword() {
        return "VOLUME";
    }
}
