// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.BuildOutput;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// `--annotation [TYPE:]KEY=VALUE`, and the keys of `--output` that say the same.
final class Annotations {
    private static final String DESCRIPTOR = "manifest-descriptor";

    /// Types before a key; a key may have colons too, but rarely looks like this.
    private static final Pattern TYPES =
            Pattern.compile("[a-z-]+(\\[[^\\]:]*])?(,[a-z-]+(\\[[^\\]:]*])?)*:");

    private final Option.Texts option;

    Annotations(Options options) {
        option = options.texts("--annotation", "stringArray", "Add annotation to the image");
    }

    /// Annotations have a place only where there is a manifest.
    void check(List<BuildOutput> outputs) throws CommandFailure {
        boolean some =
                outputs.stream()
                        .anyMatch(each ->
                                each instanceof BuildOutput.Archive
                                        || each instanceof BuildOutput.Layout);
        if (!option.values().isEmpty() && !some) {
            throw new CommandFailure(
                    "--annotation: an image in the store has no manifest that could hold it; use --output type=oci or type=docker,dest=…");
        }
    }

    Map<String, String> manifest(Fields fields) throws CommandFailure {
        return all("manifest", fields, List.of("annotation.", "annotation-manifest."));
    }

    Map<String, String> descriptor(Fields fields) throws CommandFailure {
        return all(DESCRIPTOR, fields, List.of("annotation-manifest-descriptor."));
    }

    private Map<String, String> all(String type, Fields fields, List<String> prefixes)
            throws CommandFailure {
        Map<String, String> found = new TreeMap<>();
        for (String each : option.values()) {
            int equals = each.indexOf('=');
            if (equals <= 0) {
                throw new CommandFailure("invalid annotation " + each + ": expected key=value");
            }
            int colon =
                    TYPES.matcher(each.substring(0, equals)).lookingAt() ? each.indexOf(':') : -1;
            String its = colon < 0 ? "manifest" : each.substring(0, colon);
            for (String word : its.split(",")) {
                if (checked(word).equals(type)) {
                    found.put(each.substring(colon + 1, equals), each.substring(equals + 1));
                }
            }
        }
        for (String prefix : prefixes) {
            found.putAll(fields.takeAll(prefix));
        }
        return found;
    }

    /// The type without a platform in brackets: there is one.
    private static String checked(String type) throws CommandFailure {
        int bracket = type.indexOf('[');
        String plain = bracket < 0 ? type : type.substring(0, bracket);
        return switch (plain) {
            case "manifest", DESCRIPTOR -> plain;
            case "index", "index-descriptor" ->
                    throw new CommandFailure(
                            "--annotation: "
                                    + plain
                                    + " annotations are not supported for one platform: there is no index");
            default -> throw new CommandFailure("--annotation: unknown type " + type);
        };
    }
}
