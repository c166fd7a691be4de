// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.Indexes.PushedIndex;
import java.util.List;

/// `manifest push`.
final class ManifestPushVerb implements Verb {
    private final Option.Switch purge;

    ManifestPushVerb(Options options) {
        purge = options.toggle("-p, --purge", "Remove the local manifest list after push");
        options.hiddenToggle("--insecure");
    }

    @Override
    public Description description() {
        return new Description(
                "manifest push",
                "[OPTIONS] MANIFEST_LIST",
                "Push a manifest list to a repository",
                List.of(),
                1,
                1);
    }

    @Override
    public int run(Session session, List<String> arguments) throws InterruptedException {
        PushedIndex pushed = session.indexes().push(arguments.getFirst(), purge.isOn());
        for (String each : pushed.images()) {
            String digest = each.substring(each.indexOf('@') + 1);
            session.out().println("Pushed ref " + each + " with digest: " + digest);
        }
        session.out().println(pushed.digest().toString());
        return 0;
    }
}
