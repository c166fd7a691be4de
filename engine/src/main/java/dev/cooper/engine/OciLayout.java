// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Index;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedImageException;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.oci.Manifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An OCI image layout (image-layout.md): `index.json` names images, or indexes over the forms of
/// an image for several platforms, of which one is chosen.
///
/// @param files where it is
/// @param wanted the platform; empty for this machine's, or whatever there is if that is one image
record OciLayout(ArchiveFiles files, Optional<Platform> wanted) {
    static final String VERSION_FILE = "oci-layout";
    static final String INDEX = "index.json";
    static final String CONTAINERD_NAME = "io.containerd.image.name";
    static final String REF_NAME = "org.opencontainers.image.ref.name";

    private static final int MOST_DEPTH = 8;
    private static final int MOST_MANIFESTS = 10_000;

    /// An image in one of its forms.
    private record Candidate(Descriptor descriptor, Manifest manifest, Platform platform) {}

    /// The entries of `index.json`.
    Index index() throws IOException {
        checkVersion();
        Index index = Index.parse(files.read(INDEX));
        if (index.manifests().size() > MOST_MANIFESTS) {
            throw new MalformedImageException(
                    INDEX + " lists more than " + MOST_MANIFESTS + " manifests");
        }
        return index;
    }

    private void checkVersion() throws IOException {
        try {
            String version =
                    Json.parseObject(files.read(VERSION_FILE)).requireString("imageLayoutVersion");
            if (!version.startsWith("1.")) {
                throw new MalformedImageException(
                        "an image layout of version " + Bytes.of(version) + ": only 1 is known");
            }
        } catch (MalformedJsonException e) {
            throw new MalformedImageException(VERSION_FILE + ": " + e.getMessage(), e);
        }
    }

    /// All images, one for each name, and the nameless ones.
    List<ArchivedImage> images() throws IOException {
        SequencedMap<String, List<Descriptor>> groups = new LinkedHashMap<>();
        SequencedMap<String, Reference> names = new LinkedHashMap<>();
        for (Descriptor each : index().manifests()) {
            Reference name = name(each);
            // Forms of one image may stand side by side here, without an index of their own.
            String group =
                    name != null
                            ? name.toString()
                            : each.platform() != null ? "" : "@" + each.digest();
            groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(each);
            if (name != null) {
                names.put(group, name);
            }
        }
        SequencedMap<Digest, ArchivedImage> images = new LinkedHashMap<>();
        for (var each : groups.entrySet()) {
            Reference name = names.get(each.getKey());
            ArchivedImage image = choose(each.getValue());
            if (image != null) {
                List<Reference> tags = name == null ? List.of() : List.of(name);
                images.merge(
                        Digest.sha256(image.configBytes().array()),
                        image.withTags(tags),
                        OciLayout::both);
            }
        }
        return List.copyOf(images.values());
    }

    /// One image under both's names.
    private static ArchivedImage both(ArchivedImage first, ArchivedImage second) {
        List<Reference> tags = new ArrayList<>(first.tags());
        tags.addAll(second.tags());
        return first.withTags(tags);
    }

    private static @Nullable Reference name(Descriptor entry) throws MalformedImageException {
        String full = entry.annotations().get(CONTAINERD_NAME);
        if (full != null && !full.isEmpty()) {
            return full.indexOf('@') >= 0 ? null : DockerArchive.tag(full);
        }
        String name = entry.annotations().get(REF_NAME);
        // Else it is a tag alone, of an image whose name nobody knows.
        return name != null && name.matches(".*[:/].*") && name.indexOf('@') < 0
                ? DockerArchive.tag(name)
                : null;
    }

    /// The image that a reference means.
    ///
    /// @throws MalformedImageException if there is none
    ArchivedImage find(LayoutReference reference) throws IOException {
        ArchivedImage image = choose(entries(reference));
        if (image == null) {
            throw new MalformedImageException("what " + reference + " leads to is no image");
        }
        return image;
    }

    /// What `index.json` has for a reference, or all of it if the reference says nothing more and
    /// nothing is called `latest`.
    List<Descriptor> entries(LayoutReference reference) throws IOException {
        List<Descriptor> all = index().manifests();
        String tag = reference.tag();
        Digest digest = reference.digest();
        List<Descriptor> found = new ArrayList<>();
        for (Descriptor each : all) {
            if (digest != null ? each.digest().equals(digest) : isCalled(each, tag)) {
                found.add(each);
            }
        }
        if (!found.isEmpty()) {
            return found;
        }
        boolean alike = all.stream().map(Descriptor::digest).distinct().count() == 1;
        if (digest == null && tag == null && (alike || images().size() == 1)) {
            return all;
        }
        throw new MalformedImageException(
                "the layout has nothing called %s; there is %s"
                        .formatted(
                                digest != null ? digest : tag != null ? tag : "latest",
                                all.isEmpty()
                                        ? "nothing"
                                        : String.join(
                                                ", ",
                                                all.stream()
                                                        .limit(20)
                                                        .map(OciLayout::called)
                                                        .toList())));
    }

    private static boolean isCalled(Descriptor entry, @Nullable String tag)
            throws MalformedImageException {
        String wanted = tag == null ? "latest" : tag;
        Reference name = name(entry);
        return wanted.equals(entry.annotations().get(REF_NAME))
                || (name != null && wanted.equals(name.tag()));
    }

    private static String called(Descriptor entry) {
        String name = entry.annotations().get(REF_NAME);
        return name == null ? entry.digest().toString() : Bytes.of(name).toString();
    }

    /// The one image that these are, of the platform that is wanted; null if they aren't images.
    ///
    /// @throws MalformedImageException if none is for that platform
    @Nullable ArchivedImage choose(List<Descriptor> entries) throws IOException {
        List<Candidate> candidates = new ArrayList<>();
        Set<Digest> seen = new HashSet<>();
        for (Descriptor each : entries) {
            collect(each, candidates, seen, 0);
        }
        if (candidates.isEmpty()) {
            return null;
        }
        Candidate only = candidates.size() == 1 ? candidates.getFirst() : null;
        if (only != null && wanted.isEmpty()) {
            return image(only);
        }
        Platform platform = wanted.orElse(Platform.host());
        Candidate best = null;
        for (Candidate each : candidates) {
            int rank = platform.rank(each.platform());
            if (rank >= 0 && (best == null || rank < platform.rank(best.platform()))) {
                best = each;
            }
        }
        if (best == null) {
            throw new MalformedImageException(
                    "it has no image for "
                            + platform
                            + ", but for "
                            + String.join(
                                    ", ",
                                    candidates.stream()
                                            .map(each -> each.platform().toString())
                                            .distinct()
                                            .limit(10)
                                            .map(text -> Bytes.of(text).toString())
                                            .toList()));
        }
        return image(best);
    }

    private void collect(Descriptor entry, List<Candidate> candidates, Set<Digest> seen, int depth)
            throws IOException {
        if (!seen.add(entry.digest())) {
            return;
        }
        if (seen.size() > MOST_MANIFESTS || depth > MOST_DEPTH) {
            throw new MalformedImageException(
                    "indexes in indexes, more than %d deep or %d in all"
                            .formatted(MOST_DEPTH, MOST_MANIFESTS));
        }
        if (MediaTypes.isIndex(entry.mediaType())) {
            for (Descriptor each : Index.parse(document(entry)).manifests()) {
                collect(each, candidates, seen, depth + 1);
            }
        } else if (MediaTypes.isManifest(entry.mediaType()) && !isAttestation(entry.platform())) {
            Manifest manifest = Manifest.parse(document(entry));
            String type = manifest.config().mediaType();
            if (type.equals(MediaTypes.OCI_CONFIG) || type.equals(MediaTypes.DOCKER_CONFIG)) {
                Platform platform = entry.platform();
                candidates.add(
                        new Candidate(
                                entry,
                                manifest,
                                platform == null ? config(manifest).platform() : platform));
            }
        }
    }

    private static boolean isAttestation(@Nullable Platform platform) {
        return platform != null
                && platform.os().equals("unknown")
                && platform.architecture().equals("unknown");
    }

    private ImageConfig config(Manifest manifest) throws IOException {
        return ImageConfig.parse(document(manifest.config()));
    }

    private ArchivedImage image(Candidate chosen) throws IOException {
        List<ArchivedImage.Layer> layers = new ArrayList<>();
        for (Descriptor each : chosen.manifest().layers()) {
            if (!each.mediaType().contains("tar")) {
                throw new MalformedImageException(
                        "a layer of the type " + Bytes.of(each.mediaType()) + " is no file system");
            }
            String path = path(each.digest());
            if (!files.has(path)) {
                throw new MalformedImageException(
                        "the layer "
                                + each.digest()
                                + (MediaTypes.isForeignLayer(each.mediaType())
                                        ? " is to be had from its maker only, and not in it"
                                        : " is not in it"));
            }
            layers.add(new ArchivedImage.Layer(path, each.digest(), each.size()));
        }
        return ArchivedImage.of(document(chosen.manifest().config()), layers, List.of());
    }

    static String path(Digest digest) {
        return "blobs/" + digest.algorithm() + "/" + digest.hex();
    }

    /// A document of its descriptor's size and digest.
    byte[] document(Descriptor descriptor) throws IOException {
        String path = path(descriptor.digest());
        long size = files.require(path);
        if (size != descriptor.size()) {
            throw new MalformedImageException(
                    "%s has %d bytes instead of the promised %d"
                            .formatted(path, size, descriptor.size()));
        }
        return files.read(path, descriptor.digest());
    }
}
