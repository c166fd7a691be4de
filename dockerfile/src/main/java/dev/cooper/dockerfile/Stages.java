// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Finds stages by the names that instructions use (docs/dockerfile.md).
public final class Stages {
    private Stages() {}

    /// The stage that a `FROM` means, among the earlier ones: the last with exactly this name, else
    /// the last with it in other capitals. No index.
    public static Optional<Stage> base(List<Stage> earlier, String image) {
        return last(earlier, image::equals).or(() -> last(earlier, image::equalsIgnoreCase));
    }

    /// The stage that a `COPY --from` means, among the earlier ones: the last with this name in any
    /// capitals, else the one with this index.
    public static Optional<Stage> source(List<Stage> earlier, String from) {
        return last(earlier, from::equalsIgnoreCase).or(() -> index(earlier, from));
    }

    /// The stage that `--mount=from=` means, among the earlier ones: the last with this name in any
    /// capitals.
    public static Optional<Stage> mounted(List<Stage> earlier, String from) {
        return last(earlier, from::equalsIgnoreCase);
    }

    /// The stage that `--target` means: the last with this name in any capitals.
    public static Optional<Stage> target(List<Stage> stages, String target) {
        return last(stages, target::equalsIgnoreCase);
    }

    private static Optional<Stage> last(List<Stage> stages, Predicate<String> wanted) {
        return stages.reversed().stream()
                .filter(stage -> stage.name() != null && wanted.test(stage.name()))
                .findFirst();
    }

    private static Optional<Stage> index(List<Stage> stages, String number) {
        if (!number.matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        int index = Integer.parseInt(number);
        return index < stages.size() ? Optional.of(stages.get(index)) : Optional.empty();
    }
}
