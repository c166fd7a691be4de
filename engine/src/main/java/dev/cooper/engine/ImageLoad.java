// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.Compression;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.DigestMismatchException;
import dev.cooper.oci.Digester;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.MalformedImageException;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.oci.MalformedTarException;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.posix.LockFile;
import dev.cooper.store.CorruptStoreException;
import dev.cooper.store.Store;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Takes images out of an archive or a layout (`docker load`). All documents and all layers are
/// checked and in the store before the first image is, and all images before the first tag.
final class ImageLoad {
    private static final int BUFFER = 1 << 16;

    private final Store store;
    private final ArchiveFiles files;

    /// DiffIDs of the archive's files that were read. Images share layers.
    private final Map<String, Digest> read = new HashMap<>();

    private ImageLoad(Store store, ArchiveFiles files) {
        this.store = store;
        this.files = files;
    }

    /// @param platform of an image that is there for several; this machine's by default
    static List<LoadedImage> run(Store store, ImageSource source, Optional<Platform> platform)
            throws IOException, InterruptedException {
        boolean done = false;
        try {
            List<LoadedImage> loaded =
                    from(
                            store,
                            source,
                            files -> {
                                ImageLoad load = new ImageLoad(store, files);
                                return load.keep(load.images(platform));
                            });
            done = true;
            return loaded;
        } finally {
            if (!done) {
                store.collect();
            }
        }
    }

    /// Brings the layers of one image of a layout into the store, but not the image. The caller
    /// holds a lease.
    ///
    /// @return its configuration
    static ImageConfig layers(Store store, LayoutReference reference, Optional<Platform> platform)
            throws IOException, InterruptedException {
        return from(
                store,
                new ImageSource.At(reference.path()),
                files -> {
                    ArchivedImage image = new OciLayout(files, platform).find(reference);
                    new ImageLoad(store, files).addLayers(image);
                    return image.config();
                });
    }

    /// The manifest or index that a reference leads to.
    static byte[] document(Store store, LayoutReference reference)
            throws IOException, InterruptedException {
        return from(
                store,
                new ImageSource.At(reference.path()),
                files -> {
                    OciLayout layout = new OciLayout(files, Optional.empty());
                    boolean any = reference.tag() == null && reference.digest() == null;
                    List<Descriptor> entries =
                            any ? layout.index().manifests() : layout.entries(reference);
                    List<Digest> found =
                            entries.stream().map(Descriptor::digest).distinct().toList();
                    return found.size() == 1
                            ? layout.document(entries.getFirst())
                            : files.read(OciLayout.INDEX);
                });
    }

    /// Work with an archive's files.
    @FunctionalInterface
    interface Work<T> {
        T with(ArchiveFiles files) throws IOException, InterruptedException;
    }

    /// Opens the source for some work, under a lease.
    ///
    /// @throws CooperException.InvalidInput if the source isn't what it should be
    static <T> T from(Store store, ImageSource source, Work<T> work)
            throws IOException, InterruptedException {
        try (LockFile _ = store.lease();
                ScratchFolder scratch = ScratchFolder.in(store);
                ArchiveFiles files = open(source, scratch.path())) {
            return work.with(files);
        } catch (MalformedImageException
                | MalformedJsonException
                | DigestMismatchException
                | EOFException e) {
            throw new CooperException.InvalidInput(
                    "could not load the archive: " + Failures.said(e), e);
        }
    }

    private static ArchiveFiles open(ImageSource source, Path scratch)
            throws IOException, InterruptedException {
        return switch (source) {
            case ImageSource.Stream(InputStream tar) -> SpooledArchive.of(tar, scratch);
            case ImageSource.At(Path path) when Files.isDirectory(path) -> new LayoutFolder(path);
            case ImageSource.At(Path path) -> {
                try (InputStream tar = Files.newInputStream(path)) {
                    yield SpooledArchive.of(tar, scratch);
                } catch (NoSuchFileException e) {
                    throw new CooperException.NotFound(
                            "open " + path + ": no such file or directory");
                }
            }
        };
    }

    private List<ArchivedImage> images(Optional<Platform> platform)
            throws IOException, InterruptedException {
        List<ArchivedImage> images;
        if (files.has(DockerArchive.LIST)) {
            images = DockerArchive.read(files);
        } else if (files.has(OciLayout.INDEX)) {
            images = new OciLayout(files, platform).images();
        } else if (files.has(LegacyArchive.LIST)) {
            images = new LegacyArchive(files).images();
        } else {
            throw new MalformedImageException(
                    "it is neither a docker archive nor an OCI layout: it has no manifest.json, index.json or repositories");
        }
        if (images.isEmpty()) {
            throw new MalformedImageException("there is no image in it");
        }
        return images;
    }

    private List<LoadedImage> keep(List<ArchivedImage> images)
            throws IOException, InterruptedException {
        for (ArchivedImage each : images) {
            addLayers(each);
        }
        List<Digest> ids = new ArrayList<>();
        for (ArchivedImage each : images) {
            ids.add(store.images().put(each.configBytes().array()));
        }
        store.sync();
        List<LoadedImage> loaded = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            Digest id = ids.get(i);
            List<Reference> tags = images.get(i).tags();
            SequencedMap<Reference, Digest> replaced = new LinkedHashMap<>();
            for (Reference tag : tags) {
                Digest before = store.images().resolve(tag);
                if (before != null && !before.equals(id)) {
                    replaced.put(tag, before);
                }
                store.images().tag(tag, id);
            }
            loaded.add(new LoadedImage(id, tags, replaced));
        }
        return List.copyOf(loaded);
    }

    /// Reads an image's layers, each of which must be what the configuration says.
    void addLayers(ArchivedImage image) throws IOException, InterruptedException {
        List<Digest> diffIds = image.config().diffIds();
        for (int i = 0; i < diffIds.size(); i++) {
            ArchivedImage.Layer layer = image.layers().get(i);
            List<Digest> chain = diffIds.subList(0, i + 1);
            Digest known = read.get(layer.path());
            boolean there = isThere(chain);
            Digest actual = known != null && there ? known : take(layer, there);
            read.put(layer.path(), actual);
            if (!actual.equals(diffIds.get(i))) {
                throw new MalformedImageException(
                        "the layer %s is %s, and the image's configuration says %s"
                                .formatted(Bytes.of(layer.path()), actual, diffIds.get(i)));
            }
        }
    }

    /// Adds a layer to the store, or only reads it if the store has it.
    private Digest take(ArchivedImage.Layer layer, boolean there)
            throws IOException, InterruptedException {
        try (InputStream file = files.open(layer.path())) {
            Digest digest = layer.digest();
            InputStream checked =
                    digest == null ? file : Digest.digester().verify(file, digest, layer.size());
            return there ? sum(checked) : store.layers().add(checked).diffId();
        } catch (DigestMismatchException | MalformedTarException | EOFException e) {
            throw new MalformedImageException(
                    Bytes.of(layer.path()) + " is damaged: " + Failures.said(e), e);
        }
    }

    private boolean isThere(List<Digest> chain) throws IOException {
        try {
            store.layers().infos(chain);
            return true;
        } catch (CorruptStoreException e) {
            return false;
        }
    }

    /// The digest of what a file decompresses to.
    static Digest sum(InputStream file) throws IOException, InterruptedException {
        BufferedInputStream packed = new PatientStream(file);
        InputStream plain = Compression.decompressDetected(packed);
        Digester digester = Digest.digester();
        byte[] buffer = new byte[BUFFER];
        for (int n = plain.read(buffer); n >= 0; n = plain.read(buffer)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            digester.update(buffer, 0, n);
        }
        packed.transferTo(OutputStream.nullOutputStream());
        return digester.digest();
    }
}
