// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Digester;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Digests of a context's files, by what the kernel says of a file without reading it: one whose
/// device, inode, change time, modification time and size are as they were is as it was. No program
/// can set a change time, so an edit that keeps size and modification time is seen all the same. A
/// copy whose source no longer is what was digested is noticed by [#knows].
///
/// What was found out may be kept for the next build ([#kept]), but for files that had changed so
/// shortly before they were read that another change might have got the same time (git's "racy"
/// files): of them the kernel can't tell.
///
/// Safe for any number of threads.
public final class FileDigests {
    private static final int BUFFER = 1 << 16;

    /// Longer than the kernel's clock for files stands still between two ticks.
    private static final long TICK_NANOS = 50_000_000L;

    /// Longer than it does on file systems that keep whole or even seconds.
    private static final long COARSE_NANOS = 2_500_000_000L;

    private final DigestTable table;
    private final ConcurrentMap<State, Found> found = new ConcurrentHashMap<>();

    /// Knows no file yet.
    public FileDigests() {
        this(DigestTable.NONE);
    }

    /// Knows what [#kept] has given; nothing if it is something else.
    public FileDigests(byte[] kept) {
        this.table = new DigestTable(kept);
    }

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

    /// @param settled whether a later change is sure to have another time
    private record Found(Stat stat, FileFacts facts, boolean settled) {}

    /// What is known of a file in this state.
    @Nullable FileFacts find(Stat stat) {
        FileFacts facts = table.find(stat);
        if (facts == null && !found.isEmpty()) {
            Found known = found.get(State.of(stat));
            facts = known == null ? null : known.facts();
        }
        return facts;
    }

    /// Whether a file in this state is one whose digest was taken.
    boolean knows(Stat stat) {
        return table.knows(stat) || found.containsKey(State.of(stat));
    }

    /// Reads a file from its beginning to its end, and remembers what came of it.
    ///
    /// @param read is told of bytes that were read
    FileFacts read(OpenFile file, LongConsumer read) throws IOException, InterruptedException {
        Instant begun = Instant.now();
        Stat before = file.stat();
        FileFacts facts = facts(file, before.size(), read);
        // Under this state only if nobody wrote meanwhile; otherwise the copy will find it unknown.
        if (State.of(file.stat()).equals(State.of(before))) {
            found.put(State.of(before), new Found(before, facts, isSettled(before, begun)));
        }
        return facts;
    }

    /// A time that lies ahead, as where the clock was set back, settles nothing.
    static boolean isSettled(Stat stat, Instant readAt) {
        Instant changed = Instant.ofEpochSecond(stat.ctimeSeconds(), stat.ctimeNanos());
        boolean coarse = stat.ctimeNanos() % 1_000_000 == 0;
        return changed.plusNanos(coarse ? COARSE_NANOS : TICK_NANOS).isBefore(readAt);
    }

    /// As [#read], without remembering.
    ///
    /// @param size how much there is about to be read
    static FileFacts facts(OpenFile file, long size, LongConsumer read)
            throws IOException, InterruptedException {
        Digester digester = Digest.digester();
        byte[] buffer = new byte[Math.clamp(size + 1, 1, BUFFER)];
        for (int n = file.read(buffer, 0, buffer.length);
                n > 0;
                n = file.read(buffer, 0, buffer.length)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            digester.update(buffer, 0, n);
            read.accept(n);
        }
        return new FileFacts(digester.bytes(), FileFacts.attributes(file.xattrs()));
    }

    /// What the next build should be given; empty if that is what this one was given.
    public Optional<byte[]> kept() {
        List<DigestTable.Row> rows = new ArrayList<>();
        for (Found each : found.values()) {
            if (each.settled()) {
                rows.add(new DigestTable.Row(each.stat(), each.facts()));
            }
        }
        return rows.isEmpty() ? Optional.empty() : Optional.of(table.encode(rows));
    }
}
