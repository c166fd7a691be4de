// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Where an archive goes to.
public sealed interface Sink {
    int BUFFER = 1 << 16;

    /// A file: there is the old one or the whole new one. Folders on its way are made. A device or
    /// a pipe is written to as it is.
    record File(Path path) implements Sink {}

    /// A stream, which stays open.
    record Stream(OutputStream stream) implements Sink {}

    /// Writes an archive.
    interface Content {
        void writeTo(OutputStream out) throws IOException, InterruptedException;
    }

    default void write(Content content) throws IOException, InterruptedException {
        switch (this) {
            case Stream(OutputStream stream) -> write(content, stream);
            case File(Path path) when Files.exists(path) && !Files.isRegularFile(path) -> {
                try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.WRITE)) {
                    write(content, out);
                }
            }
            case File(Path path) -> replace(content, path.toAbsolutePath());
        }
    }

    private static void write(Content content, OutputStream out)
            throws IOException, InterruptedException {
        OutputStream buffered = new BufferedOutputStream(out, BUFFER);
        content.writeTo(buffered);
        buffered.flush();
    }

    private static void replace(Content content, Path path)
            throws IOException, InterruptedException {
        Path real = Files.exists(path) ? path.toRealPath() : path;
        Path folder = real.getParent();
        if (folder == null) {
            throw new IOException(path + " is no file");
        }
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, ".cooper-", ".tmp");
        boolean done = false;
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                write(content, out);
            }
            Files.move(
                    part,
                    real,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(part);
            }
        }
    }
}
