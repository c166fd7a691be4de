// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.PlatformNote;
import java.util.List;

/// `manifest annotate`: says what an image of an index runs on.
final class ManifestAnnotateVerb implements Verb {
    private final Option.Text architecture;
    private final Option.Text os;
    private final Option.Texts osFeatures;
    private final Option.Text osVersion;
    private final Option.Text variant;

    ManifestAnnotateVerb(Options options) {
        architecture = options.text("--arch", "string", "Set architecture");
        os = options.text("--os", "string", "Set operating system");
        osFeatures = options.texts("--os-features", "strings", "Set operating system feature");
        osVersion = options.text("--os-version", "string", "Set operating system version");
        variant = options.text("--variant", "string", "Set architecture variant");
    }

    @Override
    public Description description() {
        return new Description(
                "manifest annotate",
                "[OPTIONS] MANIFEST_LIST MANIFEST",
                "Add additional information to a local image manifest",
                List.of(),
                2,
                2);
    }

    @Override
    public int run(Session session, List<String> arguments) {
        session.indexes()
                .annotate(
                        arguments.getFirst(),
                        arguments.getLast(),
                        new PlatformNote(
                                os.orElse(""),
                                architecture.orElse(""),
                                variant.orElse(""),
                                osVersion.orElse(""),
                                osFeatures.values().stream()
                                        .flatMap(each -> List.of(each.split(",")).stream())
                                        .filter(each -> !each.isEmpty())
                                        .toList()));
        return 0;
    }
}
