// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.Text;
import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.cli.template.Template;
import dev.cooper.cli.template.TemplateException;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `manifest inspect` and `buildx imagetools inspect`: what a registry has under a name, not
/// pulled, or an OCI layout, a folder or a tar.
final class ManifestVerb implements Verb {
    private final boolean tools;
    private final Option.Switch raw;
    private final Option.@Nullable Text format;

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
        format = tools ? options.text("--format", "string", FormatHelp.OBJECT) : null;
        options.refuse("--builder");
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
                        "[OPTIONS] [MANIFEST_LIST] MANIFEST",
                        "Display an image manifest, or manifest list",
                        List.of(),
                        1,
                        2);
    }

    @Override
    public int run(Session session, List<String> arguments)
            throws CommandFailure, TemplateException, InterruptedException {
        String name = arguments.getLast();
        byte[] bytes =
                arguments.size() == 2
                        ? session.indexes().manifest(arguments.getFirst(), name)
                        : document(session, name);
        if (!tools) {
            session.out().println(pretty(name, bytes));
            return 0;
        }
        if (raw.isOn()) {
            session.out().print(new String(bytes, StandardCharsets.UTF_8));
            return 0;
        }
        String shown = isLayout(name) ? name : Transfers.parse(name).toString();
        String text = text(new ManifestDocument(shown, bytes));
        session.out().print(session.terminal().isOutput() ? Text.harmless(text, true) : text);
        return 0;
    }

    /// An index that is put together here comes before what a registry has.
    private byte[] document(Session session, String name) {
        if (isLayout(name)) {
            return session.images().layoutManifest(name);
        }
        Optional<byte[]> kept = tools ? Optional.empty() : session.indexes().find(name);
        return kept.orElseGet(() -> session.registries().manifest(name));
    }

    private String text(ManifestDocument document) throws CommandFailure, TemplateException {
        String typed = format == null ? "" : format.orElse("");
        if (typed.isEmpty()) {
            return document.text();
        }
        StringBuilder out = new StringBuilder();
        Template.parse(typed.equals("json") ? "{{json .}}" : typed).write(document.value(), out);
        return out.append('\n').toString();
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
}
