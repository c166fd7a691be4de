// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.cache;

import dev.cooper.build.output.OciLayout;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Index;
import dev.cooper.oci.Manifest;
import dev.cooper.oci.MediaTypes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A cache in an OCI layout, where several may lie side by side under different tags. What this
/// tag's last one had and the new one hasn't is deleted.
final class CacheFolder implements CachePlace {
    private static final String REF = "org.opencontainers.image.ref.name";

    private final Path folder;
    private final OciLayout layout;
    private final String name;

    private CacheFolder(Path folder, OciLayout layout, String name) {
        this.folder = folder;
        this.layout = layout;
        this.name = name;
    }

    /// @param name a tag, or a digest `sha256:…`
    /// @throws IOException if there is no layout
    static CacheFolder open(Path folder, String name) throws IOException {
        return new CacheFolder(folder, OciLayout.open(folder), name);
    }

    static CacheFolder create(Path folder, String tag) throws IOException {
        return new CacheFolder(folder, OciLayout.create(folder), tag);
    }

    @Override
    public String name() {
        return folder.toString();
    }

    private boolean isThis(Descriptor each) {
        return each.digest().toString().equals(name) || name.equals(each.annotations().get(REF));
    }

    @Override
    public Optional<Found> find() throws IOException {
        for (Descriptor each : layout.index().manifests()) {
            if (isThis(each)) {
                return Optional.of(new Found(each.digest(), Manifest.parse(layout.document(each))));
            }
        }
        return Optional.empty();
    }

    @Override
    public InputStream open(Descriptor blob) throws IOException {
        return layout.open(blob);
    }

    @Override
    public boolean has(Descriptor blob) throws IOException {
        return layout.has(blob);
    }

    @Override
    public Descriptor put(String mediaType, OciLayout.Content content)
            throws IOException, InterruptedException {
        return layout.put(mediaType, content);
    }

    @Override
    public Descriptor publish(Manifest manifest) throws IOException, InterruptedException {
        Index before = layout.index();
        Set<Digest> old = blobsOf(before.manifests().stream().filter(this::isThis).toList());
        Descriptor written = layout.put(MediaTypes.OCI_MANIFEST, manifest.toBytes());
        List<Descriptor> manifests = new ArrayList<>();
        for (Descriptor each : before.manifests()) {
            if (!name.equals(each.annotations().get(REF))) {
                manifests.add(each);
            }
        }
        manifests.add(written.withAnnotations(Map.of(REF, name)));
        layout.index(new Index(before.mediaType(), manifests, before.annotations()));
        layout.delete(old, blobsOf(manifests));
        return written;
    }

    private Set<Digest> blobsOf(List<Descriptor> manifests) throws IOException {
        Set<Digest> blobs = new HashSet<>();
        for (Descriptor each : manifests) {
            blobs.add(each.digest());
            if (MediaTypes.isManifest(each.mediaType()) && layout.has(each)) {
                Manifest manifest = Manifest.parse(layout.document(each));
                blobs.add(manifest.config().digest());
                manifest.layers().forEach(layer -> blobs.add(layer.digest()));
            }
        }
        return blobs;
    }

    @Override
    public void close() {
        layout.close();
    }
}
