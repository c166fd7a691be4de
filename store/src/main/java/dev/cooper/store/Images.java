// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Images by id, and the tags that name them. Safe for threads and processes: a tag leads to the
/// old image or to the new one, never to neither.
public final class Images {
    Images() {}

    /// Keeps an image, whose layers must be in the store. One that is there stays as it is.
    ///
    /// @param config the configuration's bytes, which the id is the digest of
    public Digest put(byte[] config) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// Gives the image a tag; one in use moves.
    ///
    /// @param reference with a tag
    /// @throws NoSuchImageException if there is no such image
    public void tag(Reference reference, Digest id) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// Takes a tag away; false if there is no such tag.
    public boolean untag(Reference reference) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// Deletes an image and all its tags; false if there is none.
    public boolean remove(Digest id) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// The id that a tag leads to, null if there is no such tag.
    public @Nullable Digest resolve(Reference reference) throws IOException {
        throw new UnsupportedOperationException();
    }

    public Optional<StoredImage> find(Digest id) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// The image whose id begins with these hexadecimal digits.
    ///
    /// @throws AmbiguousIdException if there are several
    public Optional<StoredImage> findByPrefix(String hex) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// All of them, in no order.
    public List<StoredImage> list() throws IOException {
        throw new UnsupportedOperationException();
    }
}
