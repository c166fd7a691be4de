// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import java.util.List;

/// `manifest inspect` of an OCI layout: a folder or a tar.
final class ManifestInspectVerb implements Verb {
    private static final String SCHEME = "oci-layout://";

    @Override
    public Description description() {
        return new Description(
                "manifest inspect",
                "LAYOUT[:TAG][@DIGEST]",
                "Display a manifest or an index of an OCI layout",
                List.of("manifest inspect"),
                1,
                1);
    }

    @Override
    public int run(Session session, List<String> arguments) throws CommandFailure {
        String layout = arguments.getFirst();
        if (!layout.startsWith(SCHEME) && !layout.startsWith("/") && !layout.startsWith(".")) {
            throw new CommandFailure(
                    layout
                            + " is no path: manifests are read from OCI layouts (./"
                            + layout
                            + " or "
                            + SCHEME
                            + layout
                            + ")");
        }
        try {
            session.out()
                    .println(
                            Json.parse(session.images().layoutManifest(layout))
                                    .toPrettyString("\t", Json.Escaping.PLAIN));
        } catch (MalformedJsonException e) {
            throw new CommandFailure(layout + ": " + e.getMessage());
        }
        return 0;
    }
}
