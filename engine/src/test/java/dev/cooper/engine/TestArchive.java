// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Index;
import dev.cooper.oci.Manifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// An archive of images in the making: its files and links.
final class TestArchive {
    static final Platform ELSEWHERE = new Platform("linux", "s390x", null);

    final SequencedMap<String, byte[]> files = new LinkedHashMap<>();
    final List<TarEntry> others = new ArrayList<>();

    /// A layer with one file.
    static byte[] layer(String file, String content) {
        byte[] bytes = content.getBytes(UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(out)) {
            tar.entry(
                    TarEntry.file(Bytes.of(file), 0644, bytes.length),
                    new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    static byte[] config(@Nullable Platform platform, byte[]... layers) {
        List<Digest> diffIds = new ArrayList<>();
        for (byte[] each : layers) {
            diffIds.add(Digest.sha256(each));
        }
        return new ImageConfig(
                        null,
                        null,
                        platform == null ? Platform.host() : platform,
                        ContainerConfig.EMPTY.withCmd(List.of("/" + diffIds.size())),
                        diffIds,
                        List.of())
                .toBytes();
    }

    TestArchive file(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    TestArchive file(String path, String content) {
        return file(path, content.getBytes(UTF_8));
    }

    byte[] content(String path) {
        return Objects.requireNonNull(files.get(path), path);
    }

    TestArchive link(String path, String target) {
        others.add(TarEntry.symlink(Bytes.of(path), Bytes.of(target)));
        return this;
    }

    Descriptor blob(String mediaType, byte[] content) {
        Descriptor descriptor = Descriptor.of(mediaType, content);
        files.put(OciLayout.path(descriptor.digest()), content);
        return descriptor;
    }

    Descriptor image(byte[] config, Descriptor... layers) {
        Manifest manifest =
                new Manifest(
                        MediaTypes.OCI_MANIFEST,
                        blob(MediaTypes.OCI_CONFIG, config),
                        List.of(layers),
                        Map.of());
        return blob(MediaTypes.OCI_MANIFEST, manifest.toBytes());
    }

    /// An image of one plain layer.
    Descriptor image(@Nullable Platform platform, byte[] layer) {
        return image(config(platform, layer), blob(MediaTypes.OCI_LAYER, layer));
    }

    Descriptor index(Descriptor... manifests) {
        return blob(
                MediaTypes.OCI_INDEX,
                new Index(MediaTypes.OCI_INDEX, List.of(manifests), Map.of()).toBytes());
    }

    TestArchive layout(Descriptor... manifests) {
        return file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
                .file(
                        "index.json",
                        new Index(MediaTypes.OCI_INDEX, List.of(manifests), Map.of()).toBytes());
    }

    static Descriptor named(Descriptor descriptor, String name) {
        return descriptor.withAnnotations(Map.of(OciLayout.REF_NAME, name));
    }

    byte[] tar() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(out)) {
            for (var each : files.entrySet()) {
                tar.entry(
                        TarEntry.file(Bytes.of(each.getKey()), 0644, each.getValue().length),
                        new ByteArrayInputStream(each.getValue()));
            }
            for (TarEntry each : others) {
                tar.entry(each);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    Path folder(Path folder) throws IOException {
        for (var each : files.entrySet()) {
            Path file = folder.resolve(each.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, each.getValue());
        }
        return folder;
    }
}
