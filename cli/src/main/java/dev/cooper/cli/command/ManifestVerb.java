// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// `manifest inspect` and `buildx imagetools inspect`: what a registry has under a name, not
/// pulled, or an OCI layout, a folder or a tar.
final class ManifestVerb implements Verb {
    private final boolean tools;
    private final Option.Switch raw;

    /// @param tools whether it is the one of buildx, which says digest and type unless it is to be
    ///   raw
    ManifestVerb(Options options, boolean tools) {
        this.tools = tools;
        raw =
                tools
                        ? options.toggle("--raw", "Show original, unformatted JSON manifest")
                        : options.hiddenToggle("--raw");
        options.hiddenToggle("--insecure");
        options.hiddenToggle("-v, --verbose");
        options.refuse("--format", "--builder");
    }

    @Override
    public Description description() {
        return tools
                ? new Description(
                        "buildx imagetools inspect",
                        "[OPTIONS] NAME",
                        "Show details of an image in the registry",
                        List.of(),
                        1,
                        1)
                : new Description(
                        "manifest inspect",
                        "[OPTIONS] MANIFEST",
                        "Display an image manifest, or manifest list",
                        List.of(),
                        1,
                        1);
    }

    @Override
    public int run(Session session, List<String> arguments) throws CommandFailure {
        String name = arguments.getFirst();
        byte[] bytes =
                isLayout(name)
                        ? session.images().layoutManifest(name)
                        : session.registries().manifest(name);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!tools) {
            session.out().println(pretty(name, bytes));
        } else if (raw.isOn()) {
            session.out().print(text);
        } else {
            session.out()
                    .println("Name:      " + (isLayout(name) ? name : Transfers.parse(name)))
                    .println("MediaType: " + mediaType(bytes))
                    .println("Digest:    " + Digest.sha256(bytes));
        }
        return 0;
    }

    private static String pretty(String name, byte[] manifest) throws CommandFailure {
        try {
            return Json.parse(manifest).toPrettyString("\t", Json.Escaping.PLAIN);
        } catch (MalformedJsonException e) {
            throw new CommandFailure(name + ": " + e.getMessage());
        }
    }

    /// A path can't be taken for a name: names begin with a letter or a digit.
    private static boolean isLayout(String name) {
        return name.startsWith("oci-layout://") || name.startsWith("/") || name.startsWith(".");
    }

    private static String mediaType(byte[] manifest) throws CommandFailure {
        try {
            String type = Json.parseObject(manifest).string("mediaType");
            return type == null ? "" : type;
        } catch (MalformedJsonException e) {
            throw new CommandFailure("ERROR: " + e.getMessage());
        }
    }
}
