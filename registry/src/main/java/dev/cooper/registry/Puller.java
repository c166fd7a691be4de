// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Index;
import dev.cooper.oci.MalformedImageException;
import dev.cooper.oci.Manifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Gets images. First what an image is, which takes little ([#find]); then its layers, all or those
/// that somebody needs ([#fetch]). Safe for use by any number of threads.
public final class Puller {
    private static final int MOST_DEPTH = 4;
    private static final int MOST_CONFIG = 4 << 20;

    private final RegistryClient client;

    public Puller(RegistryClient client) {
        this.client = client;
    }

    /// The image that a name has for a platform. If the name has a digest, that decides, whatever
    /// its tag may lead to.
    public RemoteImage find(Reference reference, Platform platform) throws IOException {
        Repository repository = client.repository(reference);
        Digest digest = reference.digest();
        String tag = reference.tag();
        Document root =
                digest != null
                        ? repository.document(digest)
                        : repository.document(tag == null ? "latest" : tag);
        Document document = root;
        Set<Digest> seen = new HashSet<>();
        while (document.isIndex()) {
            if (!seen.add(document.digest()) || seen.size() > MOST_DEPTH) {
                throw malformed(reference, "its index leads to indexes without end", null);
            }
            document = child(repository, reference, document, platform);
        }
        return image(repository, reference, root, document);
    }

    private static Document child(
            Repository repository, Reference reference, Document document, Platform platform)
            throws IOException {
        Index index;
        try {
            index = document.index();
        } catch (MalformedImageException e) {
            throw malformed(reference, String.valueOf(e.getMessage()), e);
        }
        Descriptor chosen =
                index.select(platform)
                        .or(() -> only(index))
                        .orElseThrow(() -> missing(reference, index, platform));
        Document child = repository.document(chosen.digest());
        if (child.descriptor().size() != chosen.size()) {
            throw malformed(
                    reference,
                    "its index says that the manifest %s has %d bytes, and it has %d"
                            .formatted(chosen.digest(), chosen.size(), child.descriptor().size()),
                    null);
        }
        if (!chosen.mediaType().isEmpty() && !chosen.mediaType().equals(child.mediaType())) {
            throw malformed(
                    reference,
                    "its index says that %s is %s, and that is %s"
                            .formatted(chosen.digest(), chosen.mediaType(), child.mediaType()),
                    null);
        }
        return child;
    }

    /// Some tools write an index over one image and don't say what it runs on.
    private static Optional<Descriptor> only(Index index) {
        return index.manifests().size() == 1 && index.manifests().getFirst().platform() == null
                ? Optional.of(index.manifests().getFirst())
                : Optional.empty();
    }

    private static RegistryException missing(Reference reference, Index index, Platform platform) {
        Set<String> there = new TreeSet<>();
        for (Descriptor each : index.manifests()) {
            Platform its = each.platform();
            if (its != null && !its.os().equals("unknown")) {
                there.add(Shown.text(its.toString(), 60));
            }
        }
        List<String> some = there.stream().limit(20).toList();
        return new RegistryException(
                Kind.NOT_FOUND,
                reference.domain(),
                "pulling " + reference.familiar(),
                "no matching manifest for %s in the manifest list entries%s"
                        .formatted(
                                platform,
                                some.isEmpty() ? "" : "; there are: " + String.join(", ", some)));
    }

    private static RemoteImage image(
            Repository repository, Reference reference, Document root, Document document)
            throws IOException {
        try {
            Manifest manifest = document.manifest();
            Descriptor config = manifest.config();
            if (config.size() > MOST_CONFIG) {
                throw new MalformedImageException(
                        "its config has %d bytes, more than %d"
                                .formatted(config.size(), MOST_CONFIG));
            }
            boolean known =
                    config.mediaType().equals(MediaTypes.OCI_CONFIG)
                            || config.mediaType().equals(MediaTypes.DOCKER_CONFIG);
            if (!known) {
                throw new RegistryException(
                        Kind.UNSUPPORTED,
                        reference.domain(),
                        "pulling " + reference.familiar(),
                        "it isn't an image: its config is of the type "
                                + Shown.text(config.mediaType(), 100));
            }
            byte[] bytes;
            try (InputStream in = repository.open(config)) {
                bytes = in.readAllBytes();
            }
            ImageConfig parsed = ImageConfig.parse(bytes);
            if (parsed.diffIds().size() != manifest.layers().size()) {
                throw new MalformedImageException(
                        "its config knows of %d layers, and its manifest of %d"
                                .formatted(parsed.diffIds().size(), manifest.layers().size()));
            }
            long told = parsed.history().stream().filter(each -> !each.emptyLayer()).count();
            if (told > parsed.diffIds().size()) {
                throw new MalformedImageException(
                        "its history tells of %d layers, and there are %d"
                                .formatted(told, parsed.diffIds().size()));
            }
            return new RemoteImage(
                    reference,
                    root.descriptor(),
                    root.isIndex() ? root : null,
                    document,
                    manifest,
                    parsed,
                    new RemoteImage.Blob(bytes));
        } catch (MalformedImageException e) {
            throw malformed(reference, String.valueOf(e.getMessage()), e);
        }
    }

    private static RegistryException malformed(
            Reference reference, String what, @Nullable Exception cause) {
        RegistryException failure =
                new RegistryException(
                        Kind.MALFORMED,
                        reference.domain(),
                        "pulling " + reference.familiar(),
                        Shown.text(what, 500));
        return cause == null ? failure : failure.causedBy(cause);
    }

    /// Takes these layers of an image in, several at once. Those that the sink has aren't asked
    /// for, and one that stands in the manifest twice is got once.
    public void fetch(
            RemoteImage image,
            List<Descriptor> layers,
            BlobSink sink,
            Consumer<RegistryEvent> events)
            throws IOException {
        Repository repository = client.repository(image.reference());
        Set<Digest> seen = new HashSet<>();
        List<Parallel.Task> tasks = new ArrayList<>();
        for (Descriptor each : layers) {
            if (seen.add(each.digest())) {
                List<String> addresses = image.document().urls(each.digest());
                tasks.add(() -> repository.fetch(each, addresses, sink, events));
            }
        }
        if (!tasks.isEmpty()) {
            Parallel.run(client.limits().blobs(), tasks);
        }
    }

    /// Image, config and all layers.
    public RemoteImage pull(
            Reference reference, Platform platform, BlobSink sink, Consumer<RegistryEvent> events)
            throws IOException {
        RemoteImage image = find(reference, platform);
        Descriptor config = image.manifest().config();
        if (!sink.has(config)) {
            try (BlobSink.BlobWriter writer = sink.begin(config)) {
                writer.stream().write(image.configBytes().bytes());
                writer.commit();
            }
        }
        fetch(image, image.layers(), sink, events);
        return image;
    }
}
