// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.IndexRequest;
import dev.cooper.oci.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `buildx imagetools create`: one index of images and indexes that registries have.
final class ImageToolsCreateVerb implements Verb {
    private static final String INDEX = "index:";

    private final Option.Texts annotations;
    private final Option.Switch append;
    private final Option.Switch dryRun;
    private final Option.Texts files;
    private final Option.Switch preferIndex;
    private final Option.Texts tags;

    ImageToolsCreateVerb(Options options) {
        annotations = options.texts("--annotation", "stringArray", "Add annotation to the image");
        append = options.toggle("--append", "Append to existing manifest");
        dryRun = options.toggle("--dry-run", "Show final image instead of pushing");
        files = options.texts("-f, --file", "stringArray", "Read source descriptor from file");
        preferIndex =
                options.toggleOn(
                        "--prefer-index",
                        "When only a single source is specified, prefer outputting an image index or manifest list instead of performing a carbon copy");
        tags = options.texts("-t, --tag", "stringArray", "Set reference for new image");
        options.hiddenText("--progress");
        options.refuse("--builder", "--metadata-file");
    }

    @Override
    public Description description() {
        return new Description(
                "buildx imagetools create",
                "[OPTIONS] [SOURCE...]",
                "Create a new image based on source images",
                List.of(),
                0,
                Description.ANY);
    }

    @Override
    public int run(Session session, List<String> arguments)
            throws CommandFailure, IOException, InterruptedException {
        List<String> sources = new ArrayList<>();
        for (String each : files.values()) {
            sources.add(Files.readString(LocalFiles.path(each)).strip());
        }
        sources.addAll(arguments);
        if (sources.isEmpty() && !append.isOn()) {
            throw new CommandFailure("ERROR: no sources specified");
        }
        if (tags.values().isEmpty() && !dryRun.isOn()) {
            throw new CommandFailure(
                    "ERROR: no repositories specified, please set a reference in tag or source");
        }
        IndexRequest request =
                new IndexRequest(
                        tags.values(),
                        sources,
                        append.isOn(),
                        preferIndex.isOn(),
                        annotations(),
                        dryRun.isOn());
        byte[] document = session.indexes().combine(request);
        if (dryRun.isOn()) {
            session.out().println(new String(document, StandardCharsets.UTF_8));
            return 0;
        }
        for (String each : tags.values()) {
            session.err().println("pushed " + Digest.sha256(document) + " to " + each);
        }
        return 0;
    }

    private Map<String, String> annotations() throws CommandFailure {
        Map<String, String> all = new LinkedHashMap<>();
        for (String each : annotations.values()) {
            String text = each.startsWith(INDEX) ? each.substring(INDEX.length()) : each;
            int equals = text.indexOf('=');
            String key = equals < 0 ? text : text.substring(0, equals);
            if (equals <= 0) {
                throw new CommandFailure(
                        "ERROR: invalid annotation \"" + each + "\", expected key=value");
            }
            if (key.matches("(manifest|manifest-descriptor|index-descriptor)(\\[.*])?:.*")) {
                throw new CommandFailure(
                        "ERROR: only annotations of the index are supported by Cooper here: "
                                + each);
            }
            all.put(key, text.substring(equals + 1));
        }
        return all;
    }
}
