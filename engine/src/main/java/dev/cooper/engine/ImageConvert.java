// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.engine.ConvertRequest.Target;
import dev.cooper.oci.Bytes;
import dev.cooper.oci.Compression;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Digester;
import dev.cooper.oci.Index;
import dev.cooper.oci.Manifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarWriter;
import dev.cooper.posix.Dir;
import dev.cooper.posix.LockFile;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.store.Store;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// Writes an image as an OCI layout whose layers are compressed as asked. The manifest says how, as
/// the same content packed otherwise has another digest.
final class ImageConvert {
    private static final String COMPRESSION = "dev.cooper.layer.compression";
    private static final int BUFFER = 1 << 16;

    private final Store store;
    private final ConvertRequest request;
    private final Dir scratch;

    /// Files of the scratch folder, all of the layout's blobs.
    private final SortedMap<Digest, Name> blobs = new TreeMap<>();

    private ImageConvert(Store store, ConvertRequest request, Dir scratch) {
        this.store = store;
        this.request = request;
        this.scratch = scratch;
    }

    static Digest run(Store store, ImageLookup lookup, ConvertRequest request)
            throws IOException, InterruptedException {
        try (LockFile _ = store.lease();
                ScratchFolder folder = ScratchFolder.in(store);
                Dir scratch = Dir.open(folder.path())) {
            return new ImageConvert(store, request, scratch).write(lookup.find(request.image()));
        }
    }

    private Digest write(ImageLookup.Found found) throws IOException, InterruptedException {
        List<Digest> diffIds = found.image().config().diffIds();
        List<Descriptor> layers = new ArrayList<>();
        for (int i = 0; i < diffIds.size(); i++) {
            layers.add(layer(diffIds.subList(0, i + 1)));
        }
        byte[] config = found.image().configBytes();
        Manifest manifest =
                new Manifest(
                        MediaTypes.OCI_MANIFEST,
                        document(MediaTypes.OCI_CONFIG, config),
                        layers,
                        Map.of(COMPRESSION, how()));
        Descriptor descriptor = document(MediaTypes.OCI_MANIFEST, manifest.toBytes());
        Descriptor entry =
                descriptor.withAnnotations(
                        found.reference() == null ? Map.of() : names(found.reference()));
        switch (request.target()) {
            case Target.Folder folder -> LayoutWriter.add(folder.path(), scratch, blobs, entry);
            case Target.Archive archive -> archive(archive.out(), entry);
        }
        return descriptor.digest();
    }

    private String how() {
        String codec = request.compression().name().toLowerCase(Locale.ROOT);
        return request.compression() == Compression.NONE
                ? codec
                : codec + ":" + request.levelOrDefault();
    }

    private static Map<String, String> names(Reference reference) {
        SequencedMap<String, String> names = new LinkedHashMap<>();
        names.put(OciLayout.CONTAINERD_NAME, reference.toString());
        if (reference.tag() != null) {
            names.put(OciLayout.REF_NAME, reference.tag());
        }
        return names;
    }

    private Descriptor layer(List<Digest> chain) throws IOException, InterruptedException {
        Name name = Name.of("l" + chain.size());
        Digester digester = Digest.digester();
        try (OpenFile file = scratch.create(name, 0600)) {
            OutputStream packed =
                    new BufferedOutputStream(digester.tee(file.outputStream()), BUFFER);
            try (OutputStream plain =
                    request.compression().compress(unclosed(packed), request.levelOrDefault())) {
                store.layers().writeTar(chain, plain);
            }
            packed.flush();
        }
        Digest digest = digester.digest();
        blobs.put(digest, name);
        return Descriptor.of(MediaTypes.ociLayer(request.compression()), digest, digester.size());
    }

    private static OutputStream unclosed(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] b, int off, int len) throws IOException {
                out.write(b, off, len);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    private Descriptor document(String mediaType, byte[] content) throws IOException {
        Descriptor descriptor = Descriptor.of(mediaType, content);
        Name name = Name.of("d" + blobs.size());
        if (blobs.putIfAbsent(descriptor.digest(), name) == null) {
            try (OpenFile file = scratch.create(name, 0600)) {
                file.write(content, 0, content.length);
            }
        }
        return descriptor;
    }

    private void archive(OutputStream out, Descriptor entry) throws IOException {
        // Not closed, as that would close the stream too.
        @SuppressWarnings({"resource", "MustBeClosed"})
        TarWriter tar = new TarWriter(new BufferedOutputStream(out, BUFFER));
        tar.entry(TarEntry.directory(Bytes.of("blobs"), 0755));
        tar.entry(TarEntry.directory(Bytes.of("blobs/sha256"), 0755));
        for (Map.Entry<Digest, Name> each : blobs.entrySet()) {
            try (OpenFile file = scratch.openFile(each.getValue())) {
                tar.entry(
                        TarEntry.file(
                                Bytes.of(OciLayout.path(each.getKey())), 0644, file.stat().size()),
                        file.inputStream());
            }
        }
        Index index = new Index(MediaTypes.OCI_INDEX, List.of(entry), Map.of());
        text(tar, OciLayout.INDEX, index.toBytes());
        text(tar, OciLayout.VERSION_FILE, LayoutWriter.version());
        tar.finish();
    }

    private static void text(TarWriter tar, String path, byte[] content) throws IOException {
        tar.entry(
                TarEntry.file(Bytes.of(path), 0644, content.length),
                new ByteArrayInputStream(content));
    }
}
