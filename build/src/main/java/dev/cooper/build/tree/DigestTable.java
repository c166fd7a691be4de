// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.posix.Stat;
import java.nio.ByteBuffer;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Digests of files as they are kept between builds: a table of ten words for each file, found by
/// device and inode. Immutable but for which of its files were asked for; for any number of
/// threads.
///
/// The words, big-endian: device, inode, size, seconds of modification and of change, the
/// nanoseconds of both with what is left of that word, and the sha256. What is left are a bit that
/// says whether the file has attributes that count, and how many tables ago it was last asked for.
final class DigestTable {
    /// Of a table with nothing in it.
    static final byte[] NONE = {};

    /// Files in a table; one of a larger context knows these many, and the rest is read each time.
    static final int MOST = 180_000;

    private static final int WORDS = 10;
    private static final int BYTES = WORDS * Long.BYTES;
    private static final int NANOS = 5;
    private static final int CONTENT = 6;
    private static final int NANO_BITS = 30;
    private static final long NANO_MASK = (1L << (2 * NANO_BITS)) - 1;
    private static final long PLAIN = 1L << 60;
    private static final int AGE_SHIFT = 61;
    private static final long OLDEST = 7;

    private final long[] words;
    private final boolean[] asked;
    private final int[] slots;

    /// Of what [#encode] has made; anything else is a table of no files.
    DigestTable(byte[] encoded) {
        boolean fits = encoded.length % BYTES == 0 && encoded.length / BYTES <= MOST;
        words = new long[fits ? encoded.length / Long.BYTES : 0];
        ByteBuffer.wrap(encoded).asLongBuffer().get(words);
        int count = words.length / WORDS;
        asked = new boolean[count];
        slots = new int[Integer.highestOneBit(Math.max(1, count)) * 4];
        for (int i = 0; i < count; i++) {
            int slot = slot(words[i * WORDS], words[i * WORDS + 1]);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = i + 1;
        }
    }

    private int slot(long dev, long ino) {
        long mixed = (ino + dev * 31) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & (slots.length - 1);
    }

    /// What is known of a file that is as it was; null for any other.
    @Nullable FileFacts find(Stat stat) {
        int at = find(stat.dev(), stat.ino());
        if (at < 0 || !isAsItWas(stat, at)) {
            return null;
        }
        asked[at / WORDS] = true;
        byte[] content = new byte[32];
        ByteBuffer.wrap(content).asLongBuffer().put(words, at + CONTENT, 4);
        return new FileFacts(
                content, (words[at + NANOS] & PLAIN) != 0 ? FileFacts.NO_ATTRIBUTES : null);
    }

    /// Whether it is known, as [#find].
    boolean knows(Stat stat) {
        int at = find(stat.dev(), stat.ino());
        return at >= 0 && isAsItWas(stat, at);
    }

    private int find(long dev, long ino) {
        if (words.length == 0) {
            return -1;
        }
        for (int slot = slot(dev, ino); slots[slot] != 0; slot = (slot + 1) & (slots.length - 1)) {
            int at = (slots[slot] - 1) * WORDS;
            if (words[at + 1] == ino && words[at] == dev) {
                return at;
            }
        }
        return -1;
    }

    private boolean isAsItWas(Stat stat, int at) {
        return words[at + 2] == stat.size()
                && words[at + 3] == stat.mtimeSeconds()
                && words[at + 4] == stat.ctimeSeconds()
                && (words[at + NANOS] & NANO_MASK) == nanos(stat);
    }

    private static long nanos(Stat stat) {
        return ((long) stat.mtimeNanos() << NANO_BITS) | stat.ctimeNanos();
    }

    /// A file for the next table.
    record Row(Stat stat, FileFacts facts) {}

    /// The next table: these, what of this one was asked for, and what has not been for a short
    /// while, since builds of one context needn't all read the same of it.
    byte[] encode(Collection<Row> rows) {
        int kept = Math.min(MOST, rows.size());
        boolean[] stays = new boolean[asked.length];
        boolean[] replaced = replacedBy(rows);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < asked.length && kept < MOST; i++) {
                boolean wanted = round == 0 ? asked[i] : !asked[i] && age(i) < OLDEST;
                if (wanted && !replaced[i]) {
                    stays[i] = true;
                    kept++;
                }
            }
        }
        ByteBuffer encoded = ByteBuffer.allocate(kept * BYTES);
        rows.stream().limit(MOST).forEach(row -> put(encoded, row));
        for (int i = 0; i < asked.length; i++) {
            if (stays[i]) {
                long age = asked[i] ? 0 : age(i) + 1;
                int at = i * WORDS;
                for (int word = 0; word < WORDS; word++) {
                    encoded.putLong(
                            word == NANOS
                                    ? (words[at + word] & (NANO_MASK | PLAIN)) | (age << AGE_SHIFT)
                                    : words[at + word]);
                }
            }
        }
        return encoded.array();
    }

    private boolean[] replacedBy(Collection<Row> rows) {
        boolean[] replaced = new boolean[asked.length];
        for (Row each : rows) {
            int at = find(each.stat().dev(), each.stat().ino());
            if (at >= 0) {
                replaced[at / WORDS] = true;
            }
        }
        return replaced;
    }

    private long age(int i) {
        return words[i * WORDS + NANOS] >>> AGE_SHIFT;
    }

    private static void put(ByteBuffer encoded, Row row) {
        Stat stat = row.stat();
        encoded.putLong(stat.dev())
                .putLong(stat.ino())
                .putLong(stat.size())
                .putLong(stat.mtimeSeconds())
                .putLong(stat.ctimeSeconds())
                .putLong(nanos(stat) | (row.facts().plain() ? PLAIN : 0))
                .put(row.facts().content());
    }
}
