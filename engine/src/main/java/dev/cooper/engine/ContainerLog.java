// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;

/// What a container printed, in the order in which it came: a file of frames, each of them a piece
/// of output as it was read.
///
/// ```
/// 1 byte    1 standard output, 2 standard error
/// 8 bytes   when it was read: seconds since 1970, big-endian
/// 4 bytes   and nanoseconds
/// 4 bytes   length
/// …         the bytes
/// ```
///
/// A frame is appended by one write. The last one may be cut off, if its writer was killed: readers
/// stop there, and the next run takes it away before it appends.
///
/// Written by any number of threads of the one process that runs the container.
final class ContainerLog implements AutoCloseable {
    private static final int HEADER = 17;

    /// Which stream a frame came from.
    enum Stream {
        OUT(1),
        ERR(2);

        private final int code;

        Stream(int code) {
            this.code = code;
        }
    }

    private final OutputStream file;

    private ContainerLog(OutputStream file) {
        this.file = file;
    }

    /// Opens a log to append to it.
    static ContainerLog append(Path path) throws IOException {
        cutTornEnd(path);
        return new ContainerLog(new FileOutputStream(path.toFile(), true));
    }

    synchronized void write(Stream from, Instant when, byte[] bytes, int length)
            throws IOException {
        byte[] frame =
                ByteBuffer.allocate(HEADER + length)
                        .put((byte) from.code)
                        .putLong(when.getEpochSecond())
                        .putInt(when.getNano())
                        .putInt(length)
                        .put(bytes, 0, length)
                        .array();
        file.write(frame);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /// Writes all of a log to the two streams, which stay open; nothing if there is none.
    static void copy(Path path, OutputStream out, OutputStream err) throws IOException {
        try (InputStream raw = Files.newInputStream(path);
                DataInputStream in = new DataInputStream(new BufferedInputStream(raw, 1 << 16))) {
            byte[] buffer = new byte[1 << 16];
            for (int code = in.read(); code >= 0; code = in.read()) {
                OutputStream to = code == Stream.OUT.code ? out : err;
                in.skipNBytes(HEADER - 5);
                int left = in.readInt();
                check(path, code, left);
                while (left > 0) {
                    int n = in.read(buffer, 0, Math.min(left, buffer.length));
                    if (n < 0) {
                        throw new EOFException();
                    }
                    to.write(buffer, 0, n);
                    left -= n;
                }
            }
        } catch (NoSuchFileException e) {
            // It has not run yet.
            return;
        } catch (EOFException e) {
            // A frame that was never finished.
            out.flush();
            err.flush();
            return;
        }
        out.flush();
        err.flush();
    }

    private static void check(Path path, int code, int length) throws IOException {
        if ((code != Stream.OUT.code && code != Stream.ERR.code) || length < 0) {
            throw new IOException("the log " + path + " is damaged");
        }
    }

    private static void cutTornEnd(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (RandomAccessFile log = new RandomAccessFile(path.toFile(), "rw")) {
            long whole = 0;
            long size = log.length();
            while (whole + HEADER <= size) {
                log.seek(whole + HEADER - 4);
                long next = whole + HEADER + Integer.toUnsignedLong(log.readInt());
                if (next > size) {
                    break;
                }
                whole = next;
            }
            if (whole < size) {
                log.setLength(whole);
            }
        }
    }
}
