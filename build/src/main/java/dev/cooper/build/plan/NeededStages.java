// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.dockerfile.Copy;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.MountFlag;
import dev.cooper.dockerfile.Run;
import dev.cooper.dockerfile.Stage;
import dev.cooper.dockerfile.Stages;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which stages a target needs: those it starts from, and those that what it does reads.
final class NeededStages {
    private final List<Stage> all;
    private final StageBases bases;

    NeededStages(List<Stage> all, StageBases bases) {
        this.all = all;
        this.bases = bases;
    }

    /// In the order of the file, in which a stage comes after all that it needs.
    List<Stage> of(Stage target) throws IOException, DockerfileException {
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

    private List<Stage> direct(Stage stage) throws IOException, DockerfileException {
        List<Stage> found = new ArrayList<>();
        if (bases.instead(stage) != null) {
            return found;
        }
        if (bases.of(stage) instanceof Base.OfStage base) {
            found.add(base.stage());
        }
        List<Stage> earlier = all.subList(0, stage.index());
        for (Instruction each : bases.triggers(stage)) {
            read(each, earlier, found);
        }
        for (Instruction each : stage.instructions()) {
            read(each, earlier, found);
        }
        return found;
    }

    private static void read(Instruction instruction, List<Stage> earlier, List<Stage> found) {
        if (instruction instanceof Copy copy && copy.from() != null) {
            Stages.source(earlier, copy.from()).ifPresent(found::add);
        } else if (instruction instanceof Run run) {
            for (MountFlag mount : run.mounts()) {
                String from = mount.from();
                Optional<Stage> stage =
                        from == null ? Optional.empty() : Stages.mounted(earlier, from);
                stage.ifPresent(found::add);
            }
        }
    }
}
