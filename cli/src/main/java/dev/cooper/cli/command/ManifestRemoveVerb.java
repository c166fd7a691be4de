// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import java.util.List;

/// `manifest rm`: forgets indexes that are kept here.
final class ManifestRemoveVerb implements Verb {
    @Override
    public Description description() {
        return new Description(
                "manifest rm",
                "MANIFEST_LIST [MANIFEST_LIST...]",
                "Delete one or more manifest lists from local storage",
                List.of(),
                1,
                Description.ANY);
    }

    @Override
    public int run(Session session, List<String> arguments) {
        int code = 0;
        for (String each : arguments) {
            if (!session.indexes().remove(each)) {
                session.err().println("No such manifest: " + each);
                code = 1;
            }
        }
        return code;
    }
}
