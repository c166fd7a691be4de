// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.DigestMismatchException;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Bytes by digest. Owns the form of `blobs/ALGORITHM/ab/HEX`. Safe for threads and processes.
public final class Blobs {
    private static final int MOST_DOCUMENT = 16 << 20;

    private final StoreRoot root;
    private final Workspace workspace;

    Blobs(StoreRoot root, Workspace workspace) {
        this.root = root;
        this.workspace = workspace;
    }

    static Name file(Digest digest) {
        return Name.of(
                digest.algorithm() + "/" + digest.hex().substring(0, 2) + "/" + digest.hex());
    }

    /// Whether there is one of this many bytes.
    public boolean has(Digest digest, long size) throws IOException {
        Stat stat = root.dir(Room.BLOBS).statOrNull(file(digest));
        return stat != null && stat.isRegular() && stat.size() == size;
    }

    /// The bytes. The read that meets the end throws [dev.cooper.oci.DigestMismatchException] if
    /// they aren't those.
    public InputStream open(Digest digest, long size) throws IOException {
        OpenFile file = root.dir(Room.BLOBS).openFile(file(digest));
        return Digest.digester().verify(file.inputStream(), digest, size);
    }

    /// All of a small one: a manifest, an index. Null if there is none that is whole.
    public byte @Nullable [] document(Descriptor blob) throws IOException {
        if (blob.size() > MOST_DOCUMENT || !has(blob.digest(), blob.size())) {
            return null;
        }
        try (InputStream in = open(blob.digest(), blob.size())) {
            return in.readAllBytes();
        } catch (DigestMismatchException e) {
            remove(blob.digest());
            return null;
        }
    }

    /// Keeps a small one.
    public void put(Digest digest, byte[] bytes) throws IOException {
        if (!has(digest, bytes.length)) {
            try (BlobDraft draft = draft()) {
                draft.stream().write(bytes);
                draft.commit(digest);
            }
        }
    }

    /// A new one, of which nothing is seen before it is committed.
    public BlobDraft draft() throws IOException {
        return new BlobDraft(this, workspace);
    }

    /// Makes a finished file of the workspace the blob. One that is there is replaced: it has the
    /// same bytes, or is damaged.
    void publish(Name draft, Digest digest) throws IOException {
        workspace.move(draft, Room.BLOBS, file(digest));
    }

    /// Takes away what isn't what its name says, so that it can be fetched again.
    public void remove(Digest digest) throws IOException {
        Name taken = workspace.take(Room.BLOBS, file(digest));
        if (taken != null) {
            workspace.dir().deleteTree(taken);
        }
    }
}
