// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.cli.options.UsageException;
import java.util.List;

/// The verbs of buildx about builders, of which scripts make one before they build. Here there is
/// one, which is this program: it has any name that it is given, and nothing has to be made,
/// started or removed.
final class BuilderVerb implements Verb {
    private static final String DEFAULT = "default";

    /// What is asked of the builder.
    enum Act {
        CREATE("create", "[OPTIONS]", "Create a builder: there is one, whatever its name"),
        INSPECT("inspect", "[NAME]", "Inspect the builder"),
        LS("ls", "", "List builders"),
        RM("rm", "[NAME...]", "Remove builders: there is nothing to remove"),
        STOP("stop", "[NAME]", "Stop the builder: nothing runs but builds"),
        USE("use", "NAME", "Choose the builder: there is one"),
        VERSION("version", "", "Show the version");

        private final String word;
        private final String synopsis;
        private final String summary;

        Act(String word, String synopsis, String summary) {
            this.word = word;
            this.synopsis = synopsis;
            this.summary = summary;
        }
    }

    private final Act act;
    private final Option.Text name;
    private final Option.Text driver;

    BuilderVerb(Act act, Options options) {
        this.act = act;
        name =
                act == Act.CREATE
                        ? options.text("--name", "string", "Builder instance name")
                        : options.hiddenText("--builder");
        driver = options.hiddenText("--driver");
        options.hiddenToggle("--use");
        options.hiddenToggle("--bootstrap");
        options.hiddenToggle("--default");
        options.hiddenToggle("--global");
        options.hiddenToggle("-f, --force");
        options.hiddenToggle("--all-inactive");
        options.hiddenText("--platform");
        options.hiddenText("--node");
        options.hiddenText("--driver-opt");
        options.hiddenText("--buildkitd-flags");
    }

    @Override
    public Description description() {
        return new Description(
                "buildx " + act.word,
                act.synopsis,
                act.summary,
                List.of("buildx " + act.word, "builder " + act.word),
                act == Act.USE ? 1 : 0,
                switch (act) {
                    case LS, VERSION -> 0;
                    case CREATE, INSPECT, STOP, USE -> 1;
                    case RM -> Description.ANY;
                });
    }

    @Override
    public int run(Session session, List<String> arguments) throws CommandFailure, UsageException {
        String text =
                switch (act) {
                    case CREATE -> created();
                    case INSPECT -> inspected(arguments.isEmpty() ? DEFAULT : arguments.getFirst());
                    case LS ->
                            """
                            NAME/NODE    DRIVER/ENDPOINT   STATUS    BUILDKIT         PLATFORMS
                            default*     cooper
                             \\_ default   \\_ default       running   %-16s %s
                            """
                                    .formatted(Version.NUMBER, platform());
                    case VERSION -> Version.line() + "\n";
                    case RM, STOP, USE -> "";
                };
        session.out().print(text);
        return 0;
    }

    private String created() throws CommandFailure {
        String wanted = driver.orElse("");
        if (wanted.equals("remote") || wanted.equals("kubernetes")) {
            throw new CommandFailure(
                    "--driver " + wanted + ": builds run here; there are no builders elsewhere");
        }
        return name.orElse(DEFAULT) + "\n";
    }

    private static String inspected(String name) {
        return """
        Name:   %1$s
        Driver: cooper

        Nodes:
        Name:      %1$s
        Endpoint:  default
        Status:    running
        BuildKit version: %2$s
        Platforms: %3$s
        """
                .formatted(name, Version.NUMBER, platform());
    }

    private static String platform() {
        return "linux/" + Version.architecture();
    }
}
