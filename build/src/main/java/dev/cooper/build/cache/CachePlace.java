// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.cache;

import dev.cooper.build.output.OciLayout;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where an exported cache is: a folder, or a repository of a registry. What is read was checked
/// against its digest. For any number of threads.
public interface CachePlace extends AutoCloseable {
    /// A document larger than this is none.
    int MOST_DOCUMENT = 64 << 20;

    /// A manifest that leads to a cache, or to an image that may have one inside.
    record Found(Digest digest, Manifest manifest) {}

    /// For messages.
    String name();

    /// Empty if nothing is there.
    Optional<Found> find() throws IOException;

    InputStream open(Descriptor blob) throws IOException;

    /// All of a small blob.
    default byte[] document(Descriptor blob) throws IOException {
        if (blob.size() > MOST_DOCUMENT) {
            throw new IOException(
                    blob.digest() + " is larger than " + MOST_DOCUMENT + " bytes: no document");
        }
        try (InputStream in = open(blob)) {
            return in.readAllBytes();
        }
    }

    boolean has(Descriptor blob) throws IOException;

    /// Brings a blob there.
    Descriptor put(String mediaType, OciLayout.Content content)
            throws IOException, InterruptedException;

    /// Brings a layer there that the store has packed in this form already; null if it hasn't.
    default @Nullable Descriptor putPacked(Digest diffId, String mediaType) throws IOException {
        return null;
    }

    /// What a layer was packed to, for the next who needs that.
    default void packed(Digest diffId, Descriptor made) throws IOException {}

    /// Puts the manifest in place of the one that was there; its blobs are there.
    ///
    /// @return the manifest's descriptor
    Descriptor publish(Manifest manifest) throws IOException, InterruptedException;

    @Override
    void close();
}
