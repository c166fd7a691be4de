// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.Digest;
import dev.cooper.oci.InvalidReferenceException;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedImageException;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.oci.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What docker's `manifest.json` lists: since Docker 1.10 `HEX.json` and `ID/layer.tar`, since
/// Docker 25 blobs of an OCI layout, and whatever names other programs choose.
final class DockerArchive {
    static final String LIST = "manifest.json";

    private static final int MOST_IMAGES = 10_000;
    private static final Pattern CONFIG = Pattern.compile("(?:.*/)?([0-9a-f]{64})(?:\\.json)?");
    private static final Pattern BLOB = Pattern.compile("blobs/(sha256|sha512)/([^/]*)");

    private DockerArchive() {}

    static List<ArchivedImage> read(ArchiveFiles files) throws IOException {
        try {
            if (!(Json.parse(files.read(LIST)) instanceof Json.Arr(List<Json> items))) {
                throw new MalformedImageException(LIST + " is no array");
            }
            if (items.size() > MOST_IMAGES) {
                throw new MalformedImageException(
                        LIST + " lists more than " + MOST_IMAGES + " images");
            }
            List<ArchivedImage> images = new ArrayList<>();
            for (Json each : items) {
                if (!(each instanceof Json.Obj image)) {
                    throw new MalformedImageException(LIST + " holds what is no object");
                }
                images.add(image(files, image));
            }
            return images;
        } catch (MalformedJsonException e) {
            throw new MalformedImageException(LIST + ": " + e.getMessage(), e);
        }
    }

    private static ArchivedImage image(ArchiveFiles files, Json.Obj image) throws IOException {
        List<Reference> tags = new ArrayList<>();
        for (String each : image.strings("RepoTags")) {
            tags.add(tag(each));
        }
        String path = ArchivePath.clean(image.requireString("Config"));
        Matcher named = CONFIG.matcher(path);
        byte[] config =
                named.matches()
                        ? files.read(path, new Digest("sha256", named.group(1)))
                        : files.read(path);
        List<ArchivedImage.Layer> layers = new ArrayList<>();
        for (String each : image.strings("Layers")) {
            String layer = ArchivePath.clean(each);
            files.require(layer);
            layers.add(new ArchivedImage.Layer(layer, digest(layer), -1));
        }
        return ArchivedImage.of(config, layers, tags);
    }

    private static @Nullable Digest digest(String path) throws MalformedImageException {
        Matcher blob = BLOB.matcher(path);
        if (!blob.matches()) {
            return null;
        }
        Digest digest = Digest.parseOrNull(blob.group(1) + ":" + blob.group(2));
        if (digest == null) {
            throw new MalformedImageException("the name of " + Bytes.of(path) + " is no digest");
        }
        return digest;
    }

    /// A name that an image can be given.
    static Reference tag(String text) throws MalformedImageException {
        try {
            Reference reference = Reference.parse(text);
            if (reference.tag() != null && reference.digest() == null) {
                return reference;
            }
            throw new MalformedImageException("invalid tag \"" + Bytes.of(text) + "\"");
        } catch (InvalidReferenceException e) {
            throw new MalformedImageException(
                    "invalid tag \"" + Bytes.of(text) + "\": " + e.getMessage(), e);
        }
    }
}
