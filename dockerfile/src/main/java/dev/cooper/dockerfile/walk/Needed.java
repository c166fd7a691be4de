// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.walk;

import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.OnBuild;
import dev.cooper.dockerfile.Stage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which stages a target needs: those it starts from, and those that what it does reads.
final class Needed {
    private final List<Stage> all;
    private final Bases bases;

    Needed(List<Stage> all, Bases bases) {
        this.all = all;
        this.bases = bases;
    }

    /// In the order of the file, in which a stage comes after all that it needs.
    List<Stage> of(Stage target) throws DockerfileException {
        SortedMap<Integer, Stage> needed = new TreeMap<>();
        Deque<Stage> ahead = new ArrayDeque<>(List.of(target));
        while (!ahead.isEmpty()) {
            Stage stage = ahead.pop();
            if (needed.putIfAbsent(stage.index(), stage) == null) {
                ahead.addAll(direct(stage));
            }
        }
        return List.copyOf(needed.values());
    }

    private List<Stage> direct(Stage stage) throws DockerfileException {
        Sources sources = new Sources(all, stage);
        List<Stage> found = new ArrayList<>();
        switch (bases.of(stage)) {
            case Base.Replaced _ -> {
                return List.of();
            }
            case Base.Nothing _, Base.Unknown _ -> {
                // No stage.
            }
            case Base.Image image -> {
                for (Instruction each : bases.triggers(stage, image.facts())) {
                    found.addAll(sources.of(each));
                }
            }
            case Base.OfStage base -> {
                found.add(base.stage());
                for (Instruction each : base.stage().instructions()) {
                    if (each instanceof OnBuild onBuild) {
                        found.addAll(sources.of(onBuild.trigger()));
                    }
                }
            }
        }
        for (Instruction each : stage.instructions()) {
            found.addAll(sources.of(each));
        }
        return found;
    }
}
