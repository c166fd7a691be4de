// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.Text;
import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.BuildOutline;
import dev.cooper.engine.BuildRequest;
import dev.cooper.engine.BuildTargets;
import dev.cooper.engine.CheckReport;

/// The options of `build` that ask what there is to say of a Dockerfile, not for an image. Answers
/// go to standard output, and nothing of them is a build's progress.
final class BuildCalls {
    private final Option.Text call;
    private final Option.Switch check;

    BuildCalls(Options options) {
        call =
                options.text(
                        "--call",
                        "string",
                        "Set method for evaluating build (\"check\", \"outline\", \"targets\")"
                                + " (default \"build\")");
        check = options.toggle("--check", "Shorthand for \"--call=check\"");
    }

    /// What was asked for; with `--call` and `--check` the first, which says more.
    BuildCall call() throws CommandFailure {
        String given = call.value();
        if (given == null) {
            return check.isOn() ? BuildCall.CHECK : BuildCall.BUILD;
        }
        try {
            return BuildCall.parse(given);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("ERROR: " + e.getMessage());
        }
    }

    /// Prints what was asked for.
    ///
    /// @return the exit code
    static int answer(Session session, BuildRequest request, BuildCall call)
            throws InterruptedException {
        return switch (call.kind()) {
            case BUILD -> throw new IllegalArgumentException("an image is no answer");
            case CHECK -> check(session, session.engine().check(request), call);
            case OUTLINE -> {
                BuildOutline outline = session.engine().outline(request);
                print(session, call, outline.text(), outline.json());
                yield 0;
            }
            case TARGETS -> {
                BuildTargets targets = session.engine().targets(request);
                print(session, call, targets.text(), targets.json());
                yield 0;
            }
        };
    }

    private static void print(Session session, BuildCall call, String text, String json) {
        if (call.json()) {
            session.out().print(json);
        } else {
            boolean terminal = session.terminal().isOutput();
            session.out().print(terminal ? Text.harmless(text, true) : text);
        }
    }

    private static int check(Session session, CheckReport report, BuildCall call) {
        print(session, call, report.text(), report.json());
        report.mistake()
                .ifPresent(mistake -> {
                    if (!call.json() && !report.warnings().isEmpty()) {
                        session.out().println("");
                    }
                    String text =
                            "ERROR: "
                                    + mistake.message()
                                    + (mistake.excerpt().isEmpty() ? "" : "\n" + mistake.excerpt());
                    boolean terminal = session.terminal().isError();
                    session.err().println(terminal ? Text.harmless(text, true) : text);
                });
        boolean fine = report.warnings().isEmpty() || call.ignoreStatus();
        return fine && report.mistake().isEmpty() ? 0 : 1;
    }
}
