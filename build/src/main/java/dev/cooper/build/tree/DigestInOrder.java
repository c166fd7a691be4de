// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Digester;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// A digest of fields, of which some are still being found out when others come after them. What
/// waits is bounded. For one thread.
final class DigestInOrder {
    private static final int BUFFER = 1 << 13;

    /// Files that are open at a time.
    private static final int MOST_OPEN = 64;

    private final Digester digester = Digest.digester();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final Deque<Piece> waiting = new ArrayDeque<>();
    private int open;

    private sealed interface Piece {}

    private record Ready(@SuppressWarnings("ArrayRecordComponent") byte[] bytes) implements Piece {}

    private record Later(FileReads.Reading reading, Consumer<FileFacts> then) implements Piece {}

    void number(long n) {
        if (buffer.remaining() < Long.BYTES) {
            flush();
        }
        buffer.putLong(n);
    }

    void field(byte[] bytes) {
        number(bytes.length);
        raw(bytes);
    }

    /// Bytes whose number is known.
    void raw(byte[] bytes) {
        if (bytes.length > buffer.remaining()) {
            flush();
        }
        if (bytes.length > BUFFER) {
            take(bytes);
        } else {
            buffer.put(bytes);
        }
    }

    /// The content of a file, and its attributes, once it is read.
    void content(FileReads.Reading reading, Consumer<FileFacts> then)
            throws IOException, InterruptedException {
        flush();
        waiting.add(new Later(reading, then));
        open++;
        while (open > MOST_OPEN) {
            settle();
        }
    }

    private void flush() {
        take(Arrays.copyOf(buffer.array(), buffer.position()));
        buffer.clear();
    }

    private void take(byte[] bytes) {
        if (waiting.isEmpty()) {
            digester.update(bytes, 0, bytes.length);
        } else if (bytes.length > 0) {
            waiting.add(new Ready(bytes));
        }
    }

    private void settle() throws IOException, InterruptedException {
        switch (waiting.getFirst()) {
            case Ready(byte[] bytes) -> digester.update(bytes, 0, bytes.length);
            case Later(FileReads.Reading reading, Consumer<FileFacts> then) -> {
                FileFacts facts = reading.await();
                then.accept(facts);
                byte[] attributes = attributes(facts);
                byte[] length = ByteBuffer.allocate(Long.BYTES).putLong(attributes.length).array();
                for (byte[] each : List.of(facts.content(), length, attributes)) {
                    digester.update(each, 0, each.length);
                }
                open--;
            }
        }
        waiting.removeFirst();
    }

    private static byte[] attributes(FileFacts facts) {
        byte[] attributes = facts.attributes();
        if (attributes == null) {
            throw new IllegalStateException("whoever reads a file sees its attributes");
        }
        return attributes;
    }

    Digest digest() throws IOException, InterruptedException {
        flush();
        while (!waiting.isEmpty()) {
            settle();
        }
        return digester.digest();
    }

    /// Lets go of what nobody waits for any more; to be called when nobody reads.
    void abandon() {
        for (Piece each : waiting) {
            if (each instanceof Later(FileReads.Reading reading, _)) {
                reading.abandon();
            }
        }
    }
}
