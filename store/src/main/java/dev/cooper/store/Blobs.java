// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Digest;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.io.InputStream;

/// Bytes by digest. Owns the form of `blobs/ALGORITHM/ab/HEX`.
final class Blobs {
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
    boolean has(Digest digest, long size) throws IOException {
        Stat stat = root.dir(Room.BLOBS).statOrNull(file(digest));
        return stat != null && stat.isRegular() && stat.size() == size;
    }

    /// The bytes. The read that meets the end throws [dev.cooper.oci.DigestMismatchException] if
    /// they aren't those.
    InputStream open(Digest digest, long size) throws IOException {
        OpenFile file = root.dir(Room.BLOBS).openFile(file(digest));
        return Digest.digester().verify(file.inputStream(), digest, size);
    }

    /// Makes a finished file of the workspace the blob. One that is there is replaced: it has the
    /// same bytes, or is damaged.
    void publish(Name draft, Digest digest) throws IOException {
        workspace.move(draft, Room.BLOBS, file(digest));
    }

    /// Takes away what isn't what its name says, so that it can be fetched again.
    void remove(Digest digest) throws IOException {
        Name taken = workspace.take(Room.BLOBS, file(digest));
        if (taken != null) {
            workspace.dir().deleteTree(taken);
        }
    }
}
