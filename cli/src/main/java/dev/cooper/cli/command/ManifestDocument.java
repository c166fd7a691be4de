// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.template.Value;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A manifest or an index as `buildx imagetools inspect` shows it.
final class ManifestDocument {
    private final String name;
    private final byte[] bytes;
    private final Json.Obj json;

    ManifestDocument(String name, byte[] bytes) throws CommandFailure {
        this.name = name;
        this.bytes = bytes.clone();
        try {
            this.json = Json.parseObject(bytes);
        } catch (MalformedJsonException e) {
            throw malformed(e);
        }
    }

    private CommandFailure malformed(MalformedJsonException e) {
        return new CommandFailure("ERROR: " + name + ": " + e.getMessage());
    }

    /// Columns and blanks are buildx's.
    String text() throws CommandFailure {
        StringBuilder out = new StringBuilder();
        try {
            out.append("Name:      ").append(name).append('\n');
            out.append("MediaType: ").append(text(json, "mediaType")).append('\n');
            out.append("Digest:    ").append(Digest.sha256(bytes)).append('\n');
            List<Json.Obj> manifests = json.objects("manifests");
            if (!manifests.isEmpty()) {
                out.append(" ".repeat(11)).append("\nManifests: \n");
            }
            String before = "";
            for (Json.Obj each : manifests) {
                out.append(before);
                before = " ".repeat(13) + "\n";
                String digest = text(each, "digest");
                out.append("  Name:      ").append(plain()).append('@').append(digest).append('\n');
                out.append("  MediaType: ").append(text(each, "mediaType")).append('\n');
                Json.Obj platform = each.obj("platform");
                if (platform != null) {
                    out.append("  Platform:  ").append(platform(platform)).append('\n');
                }
                Map<String, String> annotations = each.stringMap("annotations");
                if (!annotations.isEmpty()) {
                    out.append("  Annotations: \n");
                    annotations.forEach((key, value) ->
                            out.append("    ").append(key).append(": ").append(value).append('\n'));
                }
            }
            return out.toString();
        } catch (MalformedJsonException e) {
            throw malformed(e);
        }
    }

    private static String text(Json.Obj json, String member) throws MalformedJsonException {
        String text = json.string(member);
        return text == null ? "" : text;
    }

    private static String platform(Json.Obj platform) throws MalformedJsonException {
        String variant = text(platform, "variant");
        return text(platform, "os")
                + "/"
                + text(platform, "architecture")
                + (variant.isEmpty() ? "" : "/" + variant);
    }

    private String plain() {
        int at = name.indexOf('@');
        return at < 0 ? name : name.substring(0, at);
    }

    /// For templates: `.Name`, and `.Manifest` with what its descriptor and an index say.
    Value.Struct value() {
        SequencedMap<String, Json> manifest = new LinkedHashMap<>();
        copy(manifest, "schemaVersion");
        copy(manifest, "mediaType");
        manifest.put("digest", Json.of(Digest.sha256(bytes).toString()));
        manifest.put("size", Json.of(bytes.length));
        copy(manifest, "manifests");
        copy(manifest, "annotations");
        return new Named(
                Json.object().put("name", name).put("manifest", new Json.Obj(manifest)).build());
    }

    private void copy(Map<String, Json> to, String member) {
        Json value = json.get(member);
        if (value != null) {
            to.put(member, value);
        }
    }

    /// An object whose members templates call by their names in Go, which begin with a capital.
    private record Named(Json.Obj object) implements Value.Struct {
        @Override
        public String type() {
            return "imagetools.tplInputs";
        }

        @Override
        public List<String> fields() {
            return object.members().keySet().stream().map(Named::goName).toList();
        }

        private static String goName(String member) {
            if (member.equals("os")) {
                return "OS";
            }
            return member.isEmpty()
                    ? member
                    : Character.toUpperCase(member.charAt(0)) + member.substring(1);
        }

        @Override
        public @Nullable Value field(String wanted) {
            for (Map.Entry<String, Json> each : object.members().entrySet()) {
                if (goName(each.getKey()).equals(wanted)) {
                    return value(each.getKey(), each.getValue());
                }
            }
            return null;
        }

        private static Value value(String member, Json json) {
            return switch (json) {
                case Json.Null _ -> Value.Nil.POINTER;
                case Json.Bool bool -> Value.of(bool.value());
                case Json.Str text -> Value.of(text.value());
                case Json.Num number -> number(number.literal());
                case Json.Arr array -> {
                    List<Value> items = new ArrayList<>();
                    array.items().forEach(each -> items.add(value("", each)));
                    yield new Value.Arr(items);
                }
                case Json.Obj map when member.equals("annotations") -> {
                    SequencedMap<String, String> texts = new LinkedHashMap<>();
                    map.members()
                            .forEach((key, each) ->
                                    texts.put(
                                            key,
                                            each instanceof Json.Str(String text) ? text : ""));
                    yield Value.map(texts);
                }
                case Json.Obj each -> new Named(each);
            };
        }

        private static Value number(String literal) {
            try {
                return Value.of(Long.parseLong(literal));
            } catch (NumberFormatException e) {
                return Value.of(literal);
            }
        }

        @Override
        public Json toJson() {
            return object;
        }
    }
}
