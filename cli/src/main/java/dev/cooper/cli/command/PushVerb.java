// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.oci.Reference;
import java.util.List;

/// `push`.
final class PushVerb implements Verb {
    private final Option.Switch quiet;
    private final Option.Switch all;

    PushVerb(Options options) {
        quiet = options.toggle("-q, --quiet", "Suppress verbose output");
        all = options.toggle("-a, --all-tags", "Push all tags of an image to the repository");
        options.hiddenToggle("--disable-content-trust");
        options.refuse("--platform");
    }

    @Override
    public Description description() {
        return new Description(
                "push",
                "[OPTIONS] NAME[:TAG]",
                "Upload an image to a registry",
                List.of("image push", "push"),
                1,
                1);
    }

    @Override
    public int run(Session session, List<String> arguments)
            throws CommandFailure, InterruptedException {
        String name = arguments.getFirst();
        Reference reference = Transfers.parse(name);
        if (all.isOn()) {
            if (!Transfers.isBare(name)) {
                throw new CommandFailure("tag can't be used with --all-tags/-a");
            }
            List<Reference> tags = Transfers.tagsHere(session, reference);
            if (tags.isEmpty()) {
                throw new CommandFailure(
                        "An image does not exist locally with the tag: "
                                + reference.familiarName());
            }
            for (Reference each : tags) {
                push(session, each);
            }
            return 0;
        }
        if (reference.digest() != null) {
            throw new CommandFailure("cannot push a digest reference");
        }
        if (Transfers.isBare(name) && !quiet.isOn()) {
            session.out().println("Using default tag: " + reference.tag()).flush();
        }
        push(session, reference);
        return 0;
    }

    private void push(Session session, Reference reference) throws InterruptedException {
        Transfers.push(
                session, reference, session.out(), session.terminal().isOutput(), quiet.isOn());
        if (quiet.isOn()) {
            session.out().println(reference.toString());
        }
    }
}
