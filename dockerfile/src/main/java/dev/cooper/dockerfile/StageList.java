// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Puts instructions into stages as they come.
final class StageList {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-_.]*");

    private final List<Arg> globalArgs = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();
    private @Nullable From from;
    private @Nullable String name;
    private List<Instruction> instructions = new ArrayList<>();

    void add(LogicalLine line, Instruction instruction) throws DockerfileException {
        if (instruction instanceof From next) {
            finish();
            from = next;
            name = name(line, next.alias());
        } else if (from != null) {
            instructions.add(instruction);
        } else if (instruction instanceof Arg arg) {
            globalArgs.add(arg);
        } else {
            throw line.error("no build stage in current context");
        }
    }

    private static @Nullable String name(LogicalLine line, @Nullable String alias)
            throws DockerfileException {
        if (alias == null) {
            return null;
        }
        String lower = alias.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(lower).matches()) {
            throw line.error(
                    "invalid name for build stage: \""
                            + alias
                            + "\", name can't start with a number or contain symbols");
        }
        return lower;
    }

    private void finish() {
        From begun = from;
        if (begun != null) {
            stages.add(new Stage(stages.size(), name, begun, instructions));
            instructions = new ArrayList<>();
        }
    }

    List<Arg> globalArgs() {
        return globalArgs;
    }

    /// @throws DockerfileException if there is none
    List<Stage> all() throws DockerfileException {
        finish();
        from = null;
        if (stages.isEmpty()) {
            throw new DockerfileException("file with no instructions", List.of());
        }
        return stages;
    }
}
