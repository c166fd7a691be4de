// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Reference;
import dev.cooper.posix.LockFile;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Images by id, and the tags that name them. Safe for threads and processes: a tag leads to the
/// old image or to the new one, never to neither.
public final class Images {
    private final ImageRecords records;
    private final Tags tags;
    private final Origins origins;
    private final Locks locks;

    Images(ImageRecords records, Tags tags, Origins origins, Locks locks) {
        this.records = records;
        this.tags = tags;
        this.origins = origins;
        this.locks = locks;
    }

    /// Keeps an image, whose layers must be in the store. One that is there stays as it is.
    ///
    /// @param config the configuration's bytes, which the id is the digest of
    public Digest put(byte[] config) throws IOException {
        ImageConfig.parse(config);
        Digest id = Digest.sha256(config);
        try (LockFile _ = locks.exclusive(Locks.IMAGES)) {
            if (!isWhole(id)) {
                records.put(id, config);
            }
        }
        return id;
    }

    /// Gives the image a tag; one in use moves.
    ///
    /// @param reference with a tag
    /// @throws NoSuchImageException if there is no such image
    public void tag(Reference reference, Digest id) throws IOException {
        try (LockFile _ = locks.exclusive(Locks.IMAGES)) {
            if (!isWhole(id)) {
                throw new NoSuchImageException(id.toString());
            }
            tags.put(reference, id);
        }
    }

    /// Remembers where an image is. Its documents must be among the blobs.
    ///
    /// @throws NoSuchImageException if there is no such image
    public void put(Origin origin) throws IOException {
        try (LockFile _ = locks.exclusive(Locks.IMAGES)) {
            if (!isWhole(origin.image())) {
                throw new NoSuchImageException(origin.image().toString());
            }
            origins.put(origin);
        }
    }

    /// Where an image is, as far as is known, the newest first.
    public List<Origin> origins(Digest id) throws IOException {
        return origins.list().stream().filter(each -> each.image().equals(id)).toList();
    }

    /// Takes a tag, or the digest that an image has in a repository, away; false if there is none.
    public boolean untag(Reference reference) throws IOException {
        try (LockFile _ = locks.exclusive(Locks.IMAGES)) {
            if (reference.digest() != null) {
                return origins.remove(reference);
            }
            return tags.remove(reference);
        }
    }

    /// Deletes an image and all its names; false if there is none.
    public boolean remove(Digest id) throws IOException {
        try (LockFile _ = locks.exclusive(Locks.IMAGES)) {
            for (Tags.Tag each : tags.list()) {
                if (each.image().equals(id)) {
                    tags.remove(each.reference());
                }
            }
            for (Origin each : origins.list()) {
                if (each.image().equals(id)) {
                    origins.remove(each.reference());
                }
            }
            return records.remove(id);
        }
    }

    /// The id that a tag leads to, or a repository's digest; null if there is none. A digest
    /// decides, whatever tag is beside it.
    public @Nullable Digest resolve(Reference reference) throws IOException {
        if (reference.digest() != null) {
            Origin origin = origins.find(reference);
            return origin == null ? null : origin.image();
        }
        Tags.Tag tag = tags.find(reference);
        return tag == null ? null : tag.image();
    }

    public Optional<StoredImage> find(Digest id) throws IOException {
        byte[] config = records.find(id);
        return config == null
                ? Optional.empty()
                : Optional.of(image(id, config, tags.list(), origins.list()));
    }

    /// The image whose id begins with these hexadecimal digits; empty for none of them.
    ///
    /// @throws AmbiguousIdException if there are several
    public Optional<StoredImage> findByPrefix(String hex) throws IOException {
        List<Digest> found = records.ids().stream().filter(id -> id.hex().startsWith(hex)).toList();
        if (found.size() > 1 && !hex.isEmpty()) {
            throw new AmbiguousIdException(hex, "image IDs");
        }
        return found.isEmpty() || hex.isEmpty() ? Optional.empty() : find(found.getFirst());
    }

    /// All of them, in no order. One whose record is damaged is left out.
    public List<StoredImage> list() throws IOException {
        List<Tags.Tag> all = tags.list();
        List<Origin> places = origins.list();
        List<StoredImage> images = new ArrayList<>();
        for (Digest id : records.ids()) {
            try {
                byte[] config = records.find(id);
                if (config != null) {
                    images.add(image(id, config, all, places));
                }
            } catch (CorruptStoreException e) {
                System.getLogger(Images.class.getName()).log(Level.WARNING, e.getMessage());
            }
        }
        return images;
    }

    private boolean isWhole(Digest id) throws IOException {
        try {
            return records.find(id) != null;
        } catch (CorruptStoreException e) {
            return false;
        }
    }

    private static StoredImage image(
            Digest id, byte[] config, List<Tags.Tag> all, List<Origin> places) throws IOException {
        List<Tags.Tag> own = all.stream().filter(tag -> tag.image().equals(id)).toList();
        return new StoredImage(
                id,
                ImageConfig.parse(config),
                Bytes.of(config),
                own.stream().map(Tags.Tag::reference).toList(),
                places.stream()
                        .filter(each -> each.image().equals(id))
                        .map(Origin::reference)
                        .toList(),
                own.isEmpty() ? null : own.getFirst().when());
    }
}
