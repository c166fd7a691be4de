// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.dockerfile.CommandLine;
import dev.cooper.dockerfile.HealthcheckInstruction;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Healthcheck;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a configuration says where an instruction holds a command: the same for a Dockerfile's and
/// for those that change an image as it is imported.
public final class CommandWords {
    private static final List<String> DEFAULT_SHELL = List.of("/bin/sh", "-c");

    private CommandWords() {}

    /// What runs commands that are no lists of words.
    public static List<String> shell(ContainerConfig config) {
        List<String> chosen = config.shell();
        return chosen == null || chosen.isEmpty() ? DEFAULT_SHELL : chosen;
    }

    /// The program and its arguments.
    public static List<String> of(CommandLine command, ContainerConfig config) {
        return switch (command) {
            case CommandLine.Exec exec -> exec.arguments();
            case CommandLine.Shell shell ->
                    Stream.concat(shell(config).stream(), Stream.of(shell.text())).toList();
        };
    }

    /// The words of an `ENTRYPOINT`; none where it takes away the one that was there.
    public static List<String> ofEntrypoint(CommandLine command, ContainerConfig config) {
        return command instanceof CommandLine.Shell shell && shell.text().isEmpty()
                ? List.of()
                : of(command, config);
    }

    /// With an entrypoint, which takes away a command that was there before.
    ///
    /// @param commandGiven whether the command came with the same instructions
    public static ContainerConfig withEntrypoint(
            ContainerConfig config, List<String> words, boolean commandGiven) {
        ContainerConfig changed = config.withEntrypoint(words.isEmpty() ? null : words);
        return commandGiven ? changed : changed.withCmd(null);
    }

    /// What a `HEALTHCHECK` means.
    public static Healthcheck healthcheck(HealthcheckInstruction instruction) {
        return new Healthcheck(
                test(instruction.command()),
                instruction.intervalNanos(),
                instruction.timeoutNanos(),
                instruction.startPeriodNanos(),
                instruction.startIntervalNanos(),
                instruction.retries());
    }

    private static List<String> test(@Nullable CommandLine command) {
        return switch (command) {
            case null -> List.of("NONE");
            case CommandLine.Shell shell -> List.of("CMD-SHELL", shell.text());
            case CommandLine.Exec exec ->
                    Stream.concat(Stream.of("CMD"), exec.arguments().stream()).toList();
        };
    }
}
