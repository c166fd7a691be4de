// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.oci.Reference;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tags, one small file each. Owns the form of `tags/NAME`: the reference with `+` for `/`, or a
/// hash of it where that is too long; the file's time is the tag's, so that tagging again what
/// leads there already writes nothing.
///
/// A change is on the disk when it is done; callers hold the images lock.
final class Tags {
    private static final String KIND = "tag";
    private static final int MOST_NAME = 200;

    private final StoreRoot root;
    private final Workspace workspace;

    /// @param image the one that the tag means where nobody says for which platform
    /// @param images all of them, where it means several; else that one
    /// @param when it was last set
    record Tag(Reference reference, Digest image, List<Digest> images, Instant when) {}

    Tags(StoreRoot root, Workspace workspace) {
        this.root = root;
        this.workspace = workspace;
    }

    /// No reference has a `+`, and each with a tag has a colon, which no hash has.
    private static String name(Reference reference) {
        if (reference.tag() == null || reference.digest() != null) {
            throw new IllegalArgumentException("not a reference with a tag alone: " + reference);
        }
        String plain = reference.toString().replace('/', '+');
        return plain.length() <= MOST_NAME ? plain : Digest.sha256(plain.getBytes(UTF_8)).hex();
    }

    void put(Reference reference, Digest image, List<Digest> images) throws IOException {
        String name = name(reference);
        Name file = Name.of(name);
        Tag old = read(file);
        if (old == null || !old.image().equals(image) || !old.images().equals(images)) {
            Json.Builder fields =
                    Json.object()
                            .put("domain", reference.domain())
                            .put("path", reference.path())
                            .put("tag", reference.tag())
                            .put("image", image.toString());
            if (images.size() > 1) {
                fields.put("images", Json.strings(images.stream().map(Digest::toString).toList()));
            }
            workspace.publishDurably(
                    RecordFile.of(fields.build()).encode(KIND, name), Room.TAGS, file);
        }
        Instant now = Instant.now();
        root.dir(Room.TAGS).setTimes(file, now.getEpochSecond(), now.getNano());
    }

    boolean remove(Reference reference) throws IOException {
        try {
            root.dir(Room.TAGS).unlink(Name.of(name(reference)));
            return true;
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }

    @Nullable Tag find(Reference reference) throws IOException {
        return read(Name.of(name(reference)));
    }

    /// All, newest first. Damaged ones are left out.
    List<Tag> list() throws IOException {
        List<Tag> tags = new ArrayList<>();
        for (DirEntry each : root.dir(Room.TAGS).list()) {
            Tag tag = read(each.name());
            if (tag != null) {
                tags.add(tag);
            }
        }
        tags.sort(Comparator.comparing(Tag::when).reversed());
        return tags;
    }

    private @Nullable Tag read(Name file) throws IOException {
        Dir room = root.dir(Room.TAGS);
        try {
            RecordFile record = RecordFile.read(room, file, KIND, file.text());
            Stat stat = room.statOrNull(file);
            if (record == null || stat == null) {
                return null;
            }
            Json.Obj fields = record.fields();
            Digest image = Digest.parseOrNull(fields.requireString("image"));
            List<Digest> images = new ArrayList<>();
            for (String each : fields.strings("images")) {
                Digest one = Digest.parseOrNull(each);
                if (one != null) {
                    images.add(one);
                }
            }
            return image == null
                    ? null
                    : new Tag(
                            new Reference(
                                    fields.requireString("domain"),
                                    fields.requireString("path"),
                                    fields.requireString("tag"),
                                    null),
                            image,
                            images.isEmpty() ? List.of(image) : List.copyOf(images),
                            Instant.ofEpochSecond(stat.mtimeSeconds(), stat.mtimeNanos()));
        } catch (CorruptStoreException | MalformedJsonException e) {
            return null;
        }
    }
}
