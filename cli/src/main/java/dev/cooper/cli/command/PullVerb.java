// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.console.Output;
import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.PulledImage;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `pull`.
final class PullVerb implements Verb {
    private final Option.Switch quiet;
    private final Option.Switch all;
    private final Option.Text platform;

    PullVerb(Options options) {
        quiet = options.toggle("-q, --quiet", "Suppress verbose output");
        all = options.toggle("-a, --all-tags", "Download all tagged images in the repository");
        platform =
                options.text(
                        "--platform", "string", "Set platform if server is multi-platform capable");
        options.hiddenToggle("--disable-content-trust");
    }

    @Override
    public Description description() {
        return new Description(
                "pull",
                "[OPTIONS] NAME[:TAG|@DIGEST]",
                "Download an image from a registry",
                List.of("image pull", "pull"),
                1,
                1);
    }

    @Override
    public int run(Session session, List<String> arguments)
            throws CommandFailure, InterruptedException {
        String name = arguments.getFirst();
        Reference reference = Transfers.parse(name);
        Platform wanted = Platforms.parse(platform.value());
        if (all.isOn()) {
            pullAll(session, name, reference, wanted);
            return 0;
        }
        if (Transfers.isBare(name) && !quiet.isOn()) {
            session.out().println("Using default tag: " + reference.tag()).flush();
        }
        session.out().println(pull(session, name, wanted).reference().toString());
        return 0;
    }

    private PulledImage pull(Session session, String name, @Nullable Platform wanted)
            throws InterruptedException {
        Output out = session.out();
        return Transfers.pull(
                session, name, wanted, out, session.terminal().isOutput(), quiet.isOn());
    }

    private void pullAll(
            Session session, String name, Reference reference, @Nullable Platform wanted)
            throws CommandFailure, InterruptedException {
        if (!Transfers.isBare(name)) {
            throw new CommandFailure("tag can't be used with --all-tags/-a");
        }
        for (String each : session.registries().tags(name)) {
            pull(session, reference.withTag(each).familiar(), wanted);
        }
        session.out().println(reference.name());
    }
}
