// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.cli.progress.Progress;
import dev.cooper.engine.BuildDebugger;
import dev.cooper.engine.CooperException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `build --debug-on-fail`: a shell, or a given command, where a step failed.
final class BuildDebugging {
    private final Option.Switch on;
    private final Option.Text command;

    BuildDebugging(Options options) {
        on =
                options.toggle(
                        "--debug-on-fail",
                        "Open a shell in the file system of the step that fails");
        command =
                options.text(
                        "--debug-command",
                        "string",
                        "Run this there instead of a shell; needs no terminal");
    }

    boolean isOn() {
        return on.isOn() || command.isGiven();
    }

    /// Null if nobody asked for it.
    ///
    /// @param context as typed: `-` takes standard input
    @Nullable BuildDebugger debugger(Session session, Progress shown, String context, String file)
            throws CommandFailure {
        if (!isOn()) {
            return null;
        }
        String given = command.value();
        if (given != null) {
            List<String> words = List.of("/bin/sh", "-c", given);
            return step -> run(session, shown, step, words, InputStream.nullInputStream());
        }
        if (context.equals("-") || file.equals("-")) {
            throw new CommandFailure(
                    "--debug-on-fail: standard input is taken; say what to run by --debug-command");
        }
        if (!session.terminal().isInput() || !session.terminal().isError()) {
            throw new CommandFailure(
                    "--debug-on-fail: there is no terminal; say what to run by --debug-command");
        }
        return step -> run(session, shown, step, List.of("/bin/sh", "-i"), session.in());
    }

    private static void run(
            Session session,
            Progress shown,
            BuildDebugger.FailedStep step,
            List<String> words,
            InputStream in)
            throws InterruptedException {
        shown.pause();
        try {
            session.err().println("").println("ERROR: " + step.message());
            session.err()
                    .println(
                            words.getLast().equals("-i")
                                    ? "A shell where it failed; what you change is lost, and the build ends, when you exit."
                                    : "Where it failed, " + words.getLast() + ":")
                    .flush();
            int code = step.run(words, in, session.err().direct(), session.err().direct());
            session.err().println("(ended with " + code + ")").flush();
        } catch (CooperException e) {
            session.err().println(String.valueOf(e.getMessage())).flush();
        } finally {
            shown.resume();
        }
    }
}
