// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Index;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedImageException;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.oci.Manifest;
import dev.cooper.oci.MediaTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A manifest or an index, byte for byte as it came or is to go. Immutable.
public final class Document {
    /// Larger ones aren't read (OCI distribution specification, "Pushing manifests").
    static final int MOST = 4 << 20;

    private static final Set<String> SCHEMA_1 =
            Set.of(
                    "application/vnd.docker.distribution.manifest.v1+json",
                    "application/vnd.docker.distribution.manifest.v1+prettyjws");

    private final Descriptor descriptor;
    private final byte[] bytes;
    private final Json.Obj json;

    private Document(Descriptor descriptor, byte[] bytes, Json.Obj json) {
        this.descriptor = descriptor;
        this.bytes = bytes;
        this.json = json;
    }

    /// One of our own making.
    ///
    /// @throws MalformedImageException if it isn't one, or could be read in two ways
    public static Document of(byte[] bytes) throws MalformedImageException {
        return read(bytes, null, null);
    }

    /// @param contentType what the server says that it is
    /// @param digest what it must have; null for its own sha256
    static Document read(byte[] bytes, @Nullable String contentType, @Nullable Digest digest)
            throws MalformedImageException {
        Json.Obj json;
        String own;
        String artifact;
        try {
            json = Json.parseObject(bytes);
            own = json.string("mediaType");
            artifact = json.string("artifactType");
            if (json.longValue("schemaVersion", 2) == 1) {
                throw outdated();
            }
        } catch (MalformedJsonException e) {
            throw new MalformedImageException("manifest: " + e.getMessage(), e);
        }
        String said = contentType == null ? "" : bare(contentType);
        if (SCHEMA_1.contains(said) || (own != null && SCHEMA_1.contains(own))) {
            throw outdated();
        }
        boolean isIndex = json.get("manifests") != null;
        boolean isManifest = json.get("layers") != null || json.get("config") != null;
        if (isIndex && isManifest) {
            throw new MalformedImageException(
                    "manifest has the members of an index too, and could be read as either");
        }
        String type = own;
        if (type == null || type.isEmpty()) {
            type = isKnown(said) ? said : isIndex ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
        } else if (isKnown(said) && !said.equals(type)) {
            throw new MalformedImageException(
                    "manifest calls itself %s, and the registry calls it %s"
                            .formatted(Shown.text(type, 100), said));
        }
        if ((MediaTypes.isIndex(type) && isManifest) || (MediaTypes.isManifest(type) && isIndex)) {
            throw new MalformedImageException(
                    "manifest calls itself " + type + " and has the members of the other kind");
        }
        Digest name = digest == null ? Digest.sha256(bytes) : digest;
        Document document =
                new Document(Descriptor.of(type, name, bytes.length), bytes.clone(), json);
        if (artifact != null || json.get("subject") != null) {
            document.subject();
        }
        return document;
    }

    private static MalformedImageException outdated() {
        return new MalformedImageException(
                "the image is in docker's manifest format of before 2016 (schema 1), which is not"
                        + " supported: push it again with a newer client");
    }

    private static boolean isKnown(String type) {
        return MediaTypes.isManifest(type) || MediaTypes.isIndex(type);
    }

    private static String bare(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    public Descriptor descriptor() {
        return descriptor;
    }

    public Digest digest() {
        return descriptor.digest();
    }

    public String mediaType() {
        return descriptor.mediaType();
    }

    /// A copy.
    public byte[] bytes() {
        return bytes.clone();
    }

    public boolean isIndex() {
        return MediaTypes.isIndex(mediaType());
    }

    public Index index() throws MalformedImageException {
        return Index.parse(bytes);
    }

    public Manifest manifest() throws MalformedImageException {
        return Manifest.parse(bytes);
    }

    /// What it is about, if it is a signature or the like; null else.
    public @Nullable Descriptor subject() throws MalformedImageException {
        try {
            Json.Obj subject = json.obj("subject");
            return subject == null ? null : Descriptor.parse(subject);
        } catch (MalformedJsonException e) {
            throw new MalformedImageException("manifest: " + e.getMessage(), e);
        }
    }

    /// What kind of thing it holds: its own word, else its config's type; empty if neither.
    public String artifactType() throws MalformedImageException {
        try {
            String own = json.string("artifactType");
            if (own != null && !own.isEmpty()) {
                return own;
            }
            Json.Obj config = json.obj("config");
            String type = config == null ? null : config.string("mediaType");
            return type == null ? "" : type;
        } catch (MalformedJsonException e) {
            throw new MalformedImageException("manifest: " + e.getMessage(), e);
        }
    }

    Json.Obj json() {
        return json;
    }

    /// The addresses that a layer names for itself, as foreign layers do.
    List<String> urls(Digest layer) throws MalformedImageException {
        try {
            List<String> all = new ArrayList<>();
            for (Json.Obj each : json.objects("layers")) {
                if (layer.toString().equals(each.string("digest"))) {
                    all.addAll(each.strings("urls"));
                }
            }
            return all;
        } catch (MalformedJsonException e) {
            throw new MalformedImageException("manifest: " + e.getMessage(), e);
        }
    }
}
