// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Digester;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongConsumer;

/// Digests of a context's files, by what the kernel says of a file without reading it. Within one
/// build a file whose device, inode, change time, modification time and size are as they were is
/// the same file; a copy whose source no longer is what was digested is noticed by [#knows].
///
/// Safe for any number of threads.
public final class FileDigests {
    private static final int BUFFER = 1 << 16;

    private final ConcurrentMap<State, Digest> known = new ConcurrentHashMap<>();

    /// Knows no file yet.
    public FileDigests() {}

    private record State(
            long dev,
            long ino,
            long size,
            long mtimeSeconds,
            int mtimeNanos,
            long ctimeSeconds,
            int ctimeNanos) {
        static State of(Stat stat) {
            return new State(
                    stat.dev(),
                    stat.ino(),
                    stat.size(),
                    stat.mtimeSeconds(),
                    stat.mtimeNanos(),
                    stat.ctimeSeconds(),
                    stat.ctimeNanos());
        }
    }

    /// The digest of a file's bytes, from its beginning; `file` is left at its end or untouched.
    ///
    /// @param read is told of bytes that had to be read
    Digest digest(OpenFile file, LongConsumer read) throws IOException {
        State before = State.of(file.stat());
        Digest digest = known.get(before);
        if (digest == null) {
            digest = read(file, read);
            // Under this state only if nobody wrote meanwhile; otherwise the copy will find it
            // unknown.
            if (State.of(file.stat()).equals(before)) {
                known.put(before, digest);
            }
        }
        return digest;
    }

    /// Whether a file in this state is one whose digest was taken.
    boolean knows(Stat stat) {
        return known.containsKey(State.of(stat));
    }

    static Digest read(OpenFile file, LongConsumer read) throws IOException {
        Digester digester = Digest.digester();
        byte[] buffer = new byte[BUFFER];
        for (int n = file.read(buffer, 0, buffer.length);
                n > 0;
                n = file.read(buffer, 0, buffer.length)) {
            digester.update(buffer, 0, n);
            read.accept(n);
        }
        return digester.digest();
    }
}
