// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// The way to a program's standard input: a named pipe, since the child's own standard input is
/// taken. Both ends are open here from the start, so that nothing is lost and nobody waits for the
/// other, whichever comes first: the script opening its end, or the caller closing his.
final class StdinPipe extends OutputStream {
    private final FileInputStream reader;
    private final FileOutputStream writer;

    private StdinPipe(FileInputStream reader, FileOutputStream writer) {
        this.reader = reader;
        this.writer = writer;
    }

    static StdinPipe open(Path fifo) throws IOException {
        // Opening one end alone waits for the other; opening both at once doesn't.
        RandomAccessFile both = new RandomAccessFile(fifo.toFile(), "rw");
        try (both) {
            FileInputStream reader = new FileInputStream(fifo.toFile());
            try {
                return new StdinPipe(reader, new FileOutputStream(fifo.toFile()));
            } catch (IOException e) {
                reader.close();
                throw e;
            }
        }
    }

    @Override
    public void write(int b) throws IOException {
        writer.write(b);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
        writer.write(b, off, len);
    }

    /// The program's end of file, after what was written.
    @Override
    public void close() throws IOException {
        writer.close();
    }

    /// Nobody reads any more: whoever still writes fails.
    void end() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
