// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The kinds of data that the conformance suite of the OCI distribution specification brings to a
/// registry (its README, "data").
enum DataKind {
    IMAGE,
    INDEX,
    INDEX_LIST,
    SPARSE,
    ARTIFACT,
    SUBJECT,
    SUBJECT_MISSING,
    ARTIFACT_LIST,
    SUBJECT_LIST,
    DATA_FIELD,
    NONDISTRIBUTABLE,
    CUSTOM_FIELDS,
    NO_LAYERS,
    EMPTY_BLOB,
    SHA512;

    private static final byte[] EMPTY_JSON = "{}".getBytes(UTF_8);
    private static final String EMPTY_TYPE = "application/vnd.oci.empty.v1+json";
    private static final String OTHER_TYPE = "application/vnd.example.thing.v1";

    /// What is brought, in this order.
    ///
    /// @param blobs by their digests
    /// @param documents those first that others lead to
    /// @param subject what the last document is about; null if it is about nothing
    record Data(
            Map<Descriptor, byte[]> blobs, List<Document> documents, @Nullable Digest subject) {}

    Data make() throws IOException {
        Making making = new Making();
        return switch (this) {
            case IMAGE -> making.done(making.image("a", MediaTypes.OCI_LAYER_GZIP, ""));
            case INDEX ->
                    making.done(
                            making.index(
                                    "",
                                    making.image("a", MediaTypes.OCI_LAYER_GZIP, ""),
                                    making.image("b", MediaTypes.OCI_LAYER_GZIP, "")));
            case INDEX_LIST ->
                    making.done(
                            making.index(
                                    "",
                                    making.index(
                                            "", making.image("a", MediaTypes.OCI_LAYER_GZIP, "")),
                                    making.index(
                                            "", making.image("b", MediaTypes.OCI_LAYER_GZIP, ""))));
            case SPARSE -> {
                Document there = making.image("a", MediaTypes.OCI_LAYER_GZIP, "");
                Making absent = new Making();
                Document missing = absent.image("b", MediaTypes.OCI_LAYER_GZIP, "");
                yield making.done(making.index("", there, missing));
            }
            case ARTIFACT -> making.done(making.artifact("a", ""));
            case SUBJECT -> {
                Document image = making.image("a", MediaTypes.OCI_LAYER_GZIP, "");
                yield making.done(making.artifact("b", subject(image)), image.digest());
            }
            case SUBJECT_MISSING -> {
                Document image = new Making().image("a", MediaTypes.OCI_LAYER_GZIP, "");
                yield making.done(making.artifact("b", subject(image)), image.digest());
            }
            case ARTIFACT_LIST ->
                    making.done(
                            making.index(
                                    ",\"artifactType\":\"" + OTHER_TYPE + "\"",
                                    making.artifact("a", ""),
                                    making.artifact("b", "")));
            case SUBJECT_LIST -> {
                Document image = making.image("a", MediaTypes.OCI_LAYER_GZIP, "");
                yield making.done(
                        making.index(subject(image), making.artifact("b", "")), image.digest());
            }
            case DATA_FIELD -> making.done(making.inline());
            case NONDISTRIBUTABLE ->
                    making.done(
                            making.image(
                                    "a",
                                    "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
                                    ""));
            case CUSTOM_FIELDS ->
                    making.done(
                            making.image(
                                    "a",
                                    MediaTypes.OCI_LAYER_GZIP,
                                    ",\"org.example.custom\":{\"nested\":[1,2.50,null]}"));
            case NO_LAYERS -> making.done(making.manifest(making.config("a"), "", ""));
            case EMPTY_BLOB ->
                    making.done(
                            making.manifest(
                                    making.config("a"),
                                    making.blob(MediaTypes.OCI_LAYER, new byte[0]),
                                    ""));
            case SHA512 -> making.done(making.sha512());
        };
    }

    private static String subject(Document about) {
        return ",\"subject\":" + about.descriptor().toJson().toCompactString(Json.Escaping.PLAIN);
    }

    private static Digest digest512(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-512").digest(bytes);
            return new Digest("sha512", HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /// Puts data together; JSON as text, so that every byte is this test's own.
    private static final class Making {
        private final Map<Descriptor, byte[]> blobs = new LinkedHashMap<>();
        private final List<Document> documents = new ArrayList<>();

        Data done(Document last) {
            return done(last, null);
        }

        Data done(Document last, @Nullable Digest subject) {
            if (!documents.getLast().equals(last)) {
                throw new AssertionError("not the last");
            }
            return new Data(blobs, List.copyOf(documents), subject);
        }

        String blob(String type, byte[] bytes) {
            return blob(Descriptor.of(type, bytes), bytes);
        }

        private String blob(Descriptor descriptor, byte[] bytes) {
            blobs.put(descriptor, bytes);
            return descriptor.toJson().toCompactString(Json.Escaping.PLAIN);
        }

        String config(String seed) {
            return blob(
                    MediaTypes.OCI_CONFIG,
                    "{\"architecture\":\"amd64\",\"os\":\"linux\",\"author\":\"%s\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}"
                            .formatted(seed)
                            .getBytes(UTF_8));
        }

        Document image(String seed, String layerType, String more) throws IOException {
            String layer = blob(layerType, Fixture.noise(seed.hashCode(), 2000));
            return manifest(config(seed), layer, more);
        }

        Document artifact(String seed, String more) throws IOException {
            return manifest(
                    blob(EMPTY_TYPE, EMPTY_JSON),
                    blob(OTHER_TYPE, Fixture.noise(seed.hashCode(), 100)),
                    ",\"artifactType\":\"" + OTHER_TYPE + "\"" + more);
        }

        Document inline() throws IOException {
            String config = blob(EMPTY_TYPE, EMPTY_JSON);
            String data = Base64.getEncoder().encodeToString(EMPTY_JSON);
            return manifest(
                    config.substring(0, config.length() - 1) + ",\"data\":\"" + data + "\"}",
                    blob(OTHER_TYPE, Fixture.noise(1, 10)),
                    "");
        }

        Document sha512() throws IOException {
            byte[] layer = Fixture.noise(512, 3000);
            Descriptor descriptor =
                    Descriptor.of(MediaTypes.OCI_LAYER_GZIP, digest512(layer), layer.length);
            Document plain = manifest(config("a"), blob(descriptor, layer), "");
            byte[] bytes = plain.bytes();
            Document named = Document.read(bytes, null, digest512(bytes));
            documents.set(documents.size() - 1, named);
            return named;
        }

        Document manifest(String config, String layer, String more) throws IOException {
            return document(
                    "{\n  \"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]%s}"
                            .formatted(MediaTypes.OCI_MANIFEST, config, layer, more));
        }

        Document index(String more, Document... children) throws IOException {
            List<String> entries = new ArrayList<>();
            for (Document each : children) {
                entries.add(
                        each.descriptor()
                                .withPlatform(each.isIndex() ? null : Fixture.PLATFORM)
                                .toJson()
                                .toCompactString(Json.Escaping.PLAIN));
            }
            return document(
                    "{\"schemaVersion\":2, \"mediaType\":\"%s\",\"manifests\":[%s]%s}\n"
                            .formatted(MediaTypes.OCI_INDEX, String.join(",", entries), more));
        }

        private Document document(String text) throws IOException {
            Document document = Document.of(text.getBytes(UTF_8));
            documents.add(document);
            return document;
        }
    }
}
