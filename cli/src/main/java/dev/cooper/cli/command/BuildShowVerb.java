// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.HumanSize;
import dev.cooper.cli.format.Table;
import dev.cooper.cli.format.Text;
import dev.cooper.cli.format.Times;
import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.cli.progress.PlainProgress;
import dev.cooper.cli.progress.Progress;
import dev.cooper.cli.progress.RawProgress;
import dev.cooper.cli.progress.Warnings;
import dev.cooper.engine.BuildHistory;
import dev.cooper.engine.BuildView;
import dev.cooper.engine.CooperException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// `builds show`, and its parts by buildx's names, `history inspect` and `history logs`.
final class BuildShowVerb implements Verb {
    /// What of a build is shown.
    enum Part {
        FACTS,
        LOG,
        ALL
    }

    private final Part part;
    private final Option.Text progress;

    BuildShowVerb(Options options, Part part) {
        this.part = part;
        progress =
                options.text(
                        "--progress",
                        "string",
                        "Form of the log: \"plain\" (usual) or \"rawjson\"");
        options.refuse("--builder", "--format", "--type");
    }

    @Override
    public Description description() {
        return switch (part) {
            case ALL ->
                    describe("builds show", "Show what ran in a build, and all that it printed");
            case FACTS -> describe("builds inspect", "Show what ran in a build");
            case LOG -> describe("builds logs", "Show all that a build printed");
        };
    }

    private static Description describe(String path, String summary) {
        return new Description(path, "[OPTIONS] [BUILD]", summary, List.of(), 0, 1);
    }

    @Override
    public int run(Session session, List<String> arguments) throws CommandFailure {
        BuildHistory history = session.engine().history();
        BuildView build = history.find(arguments.isEmpty() ? "" : arguments.getFirst());
        boolean raw =
                switch (progress.orElse("plain")) {
                    case "plain", "auto", "" -> false;
                    case "rawjson" -> true;
                    default ->
                            throw new CommandFailure(
                                    "ERROR: invalid progress mode: " + progress.orElse(""));
                };
        if (part != Part.LOG && !raw) {
            StepTable steps = new StepTable();
            history.replay(build.id(), steps);
            String text = facts(session, build) + "\n" + Table.align(steps.text());
            session.out().print(session.terminal().isOutput() ? Text.harmless(text, true) : text);
        }
        if (part != Part.FACTS) {
            if (!raw && part == Part.ALL) {
                session.out().println("");
            }
            if (raw) {
                history.replay(build.id(), new RawProgress(session.out())::accept);
            } else {
                plain(session, history, build);
            }
        }
        return 0;
    }

    /// As it was shown, or would have been, while the build ran.
    private static void plain(Session session, BuildHistory history, BuildView build) {
        AtomicLong now = new AtomicLong();
        Warnings warnings = new Warnings(session.program(), session.globals().debug());
        Progress log = new PlainProgress(session.out(), now::get, warnings);
        history.replay(
                build.id(),
                timed -> {
                    now.set(Duration.between(build.started(), timed.time()).toNanos());
                    log.accept(timed.event());
                });
        log.end();
    }

    @Override
    public int report(Session session, CooperException e) {
        session.err().println("ERROR: " + e.getMessage());
        return 1;
    }

    private static String facts(Session session, BuildView build) {
        StringBuilder out = new StringBuilder();
        fact(out, "Build", build.id());
        fact(out, "Name", BuildRow.name(build));
        fact(out, "Context", build.context());
        fact(out, "Dockerfile", build.dockerfile());
        fact(out, "Target", build.target().orElse(""));
        fact(out, "Tags", String.join(", ", build.tags()));
        fact(out, "Started", Times.rfc3339(build.started()));
        fact(out, "Duration", BuildRow.duration(build, session.clock().instant()));
        fact(out, "Status", BuildRow.status(build));
        fact(out, "Error", build.error().orElse(""));
        fact(out, "Image", build.image().map(Object::toString).orElse(""));
        if (build.status() == BuildView.Status.COMPLETED) {
            fact(out, "Steps", build.steps() + ", " + build.cached() + " of them cached");
        }
        fact(out, "Log", HumanSize.three(build.logBytes()));
        return out.toString();
    }

    private static void fact(StringBuilder out, String name, String value) {
        if (!value.isEmpty()) {
            out.append(name).append(':').repeat(" ", 12 - name.length()).append(value).append('\n');
        }
    }
}
