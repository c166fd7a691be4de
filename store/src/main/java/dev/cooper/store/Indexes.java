// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.Reference;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import java.io.IOException;
import java.util.Optional;

/// Indexes that somebody puts together, until they are pushed (`docker manifest create`). Owns the
/// form of `indexes/NAME`, a file for each, named as those of tags are; what is in it is the
/// caller's. Keeps nothing alive. Safe for threads and processes: the last who writes one wins.
public final class Indexes {
    private static final String KIND = "index";
    private static final int MOST_NAME = 200;

    private final StoreRoot root;
    private final Workspace workspace;

    Indexes(StoreRoot root, Workspace workspace) {
        this.root = root;
        this.workspace = workspace;
    }

    private static Name file(Reference reference) {
        if (reference.tag() == null || reference.digest() != null) {
            throw new IllegalArgumentException("not a reference with a tag alone: " + reference);
        }
        String plain = reference.toString().replace('/', '+');
        return Name.of(
                plain.length() <= MOST_NAME ? plain : Digest.sha256(plain.getBytes(UTF_8)).hex());
    }

    /// Keeps one in the place of any that has the name.
    public void put(Reference reference, Json.Obj index) throws IOException {
        Name file = file(reference);
        workspace.publishDurably(
                RecordFile.of(index).encode(KIND, file.text()), Room.INDEXES, file);
    }

    /// @throws CorruptStoreException if it is damaged
    public Optional<Json.Obj> find(Reference reference) throws IOException {
        Name file = file(reference);
        RecordFile record = RecordFile.read(root.dir(Room.INDEXES), file, KIND, file.text());
        return record == null ? Optional.empty() : Optional.of(record.fields());
    }

    /// Whether there was one.
    public boolean remove(Reference reference) throws IOException {
        try {
            root.dir(Room.INDEXES).unlink(file(reference));
            return true;
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }
}
