// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;
import java.util.Optional;

/// Finds stages by the names that instructions use (DOCKERFILE.md 1.2, FROM).
@SuppressWarnings({"unused", "UnusedMethod", "UnusedVariable", "DoNotCallSuggester"})
public final class Stages {
    private Stages() {}

    /// The stage that a `FROM` means, among the earlier ones: the last with exactly this name, else
    /// the last with it in other capitals. No index.
    public static Optional<Stage> base(List<Stage> earlier, String image) {
        throw new UnsupportedOperationException();
    }

    /// The stage that a `COPY --from` means, among the earlier ones: the last with this name in any
    /// capitals, else the one with this index.
    public static Optional<Stage> source(List<Stage> earlier, String from) {
        throw new UnsupportedOperationException();
    }

    /// The stage that `--mount=from=` means, among the earlier ones: the last with this name in any
    /// capitals.
    public static Optional<Stage> mounted(List<Stage> earlier, String from) {
        throw new UnsupportedOperationException();
    }

    /// The stage that `--target` means: the last with this name in any capitals.
    public static Optional<Stage> target(List<Stage> stages, String target) {
        throw new UnsupportedOperationException();
    }
}
