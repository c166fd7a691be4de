// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.walk;

import dev.cooper.dockerfile.Copy;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.MountFlag;
import dev.cooper.dockerfile.Run;
import dev.cooper.dockerfile.SourceRange;
import dev.cooper.dockerfile.Stage;
import dev.cooper.dockerfile.Stages;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The stages that an instruction reads from.
final class Sources {
    private final List<Stage> all;
    private final Stage reader;
    private final List<Stage> earlier;

    Sources(List<Stage> all, Stage reader) {
        this.all = all;
        this.reader = reader;
        this.earlier = all.subList(0, reader.index());
    }

    /// Those that come before the reader; all other names are those of images.
    List<Stage> of(Instruction instruction) {
        List<Stage> found = new ArrayList<>();
        if (instruction instanceof Copy copy && copy.from() != null) {
            Stages.source(earlier, copy.from()).ifPresent(found::add);
        } else if (instruction instanceof Run run) {
            for (MountFlag mount : run.mounts()) {
                String from = mount.from();
                if (from != null) {
                    Stages.mounted(earlier, from).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    /// @throws DockerfileException if the instruction reads a stage that it cannot read
    void check(Instruction instruction, SourceRange range) throws DockerfileException {
        if (instruction instanceof Copy copy && copy.from() != null) {
            checkCopy(copy.from(), range);
        } else if (instruction instanceof Run run) {
            for (MountFlag mount : run.mounts()) {
                checkMount(mount.from(), range);
            }
        }
    }

    private void checkCopy(String from, SourceRange range) throws DockerfileException {
        if (from.indexOf('$') >= 0) {
            throw refused(
                    "variable expansion is not supported for --from, define a new stage with FROM"
                            + " using ARG from global scope as a workaround",
                    range);
        }
        if (Stages.source(earlier, from).isEmpty()) {
            if (Stages.source(all, from).isPresent()) {
                throw refused(
                        "cannot copy from stage \""
                                + from
                                + "\", it needs to be defined before current stage \""
                                + name(reader)
                                + "\"",
                        range);
            }
            if (from.matches("[0-9]{1,9}")) {
                throw refused("invalid stage index " + Integer.parseInt(from), range);
            }
        }
    }

    private void checkMount(@Nullable String from, SourceRange range) throws DockerfileException {
        if (from != null
                && Stages.mounted(earlier, from).isEmpty()
                && Stages.mounted(all, from).isPresent()) {
            throw refused(
                    "cannot mount from stage \""
                            + from
                            + "\", it needs to be defined before current stage \""
                            + name(reader)
                            + "\"",
                    range);
        }
    }

    private static String name(Stage stage) {
        String name = stage.name();
        return name == null ? "stage-" + stage.index() : name;
    }

    private static DockerfileException refused(String why, SourceRange range) {
        return new DockerfileException(why, List.of(range));
    }
}
