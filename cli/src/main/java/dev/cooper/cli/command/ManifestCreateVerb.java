// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import java.util.List;

/// `manifest create`: begins an index, which is kept here until it is pushed.
final class ManifestCreateVerb implements Verb {
    private final Option.Switch amend;

    ManifestCreateVerb(Options options) {
        amend = options.toggle("-a, --amend", "Amend an existing manifest list");
        options.hiddenToggle("--insecure");
    }

    @Override
    public Description description() {
        return new Description(
                "manifest create",
                "MANIFEST_LIST MANIFEST [MANIFEST...]",
                "Create a local manifest list for annotating and pushing to a registry",
                List.of(),
                2,
                Description.ANY);
    }

    @Override
    public int run(Session session, List<String> arguments) throws InterruptedException {
        String list = arguments.getFirst();
        String name =
                session.indexes()
                        .create(list, arguments.subList(1, arguments.size()), amend.isOn());
        session.out().println("Created manifest list " + name);
        return 0;
    }
}
