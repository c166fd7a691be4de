// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// `--output`: a file appears whole or not at all.
final class OutputFile {
    private static final int BUFFER = 1 << 16;

    private OutputFile() {}

    /// Writes what is in it.
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /// @param failed what messages begin with: `failed to save image: `
    static void write(String file, String failed, Content content)
            throws CommandFailure, IOException {
        Path target = LocalFiles.path(file);
        Path absolute = target.toAbsolutePath();
        Path folder = absolute.getParent();
        if (Files.isDirectory(target)) {
            throw invalid(failed, "\"" + file + "\" is a directory");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw invalid(failed, "directory \"" + folder + "\" does not exist");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            // A device or a pipe: nothing can be put in its place.
            try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.WRITE)) {
                write(content, out);
            }
            return;
        }
        Path part = temporary(folder, failed);
        boolean done = false;
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                write(content, out);
            }
            Path real = Files.exists(absolute) ? absolute.toRealPath() : absolute;
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

    private static Path temporary(Path folder, String failed) throws CommandFailure {
        try {
            return Files.createTempFile(folder, ".cooper-save-", ".tmp");
        } catch (IOException e) {
            throw invalid(failed, folder + ": " + LocalFiles.why(e));
        }
    }

    private static void write(Content content, OutputStream out) throws IOException {
        OutputStream buffered = new BufferedOutputStream(out, BUFFER);
        content.writeTo(buffered);
        buffered.flush();
    }

    private static CommandFailure invalid(String failed, String why) {
        return new CommandFailure(failed + "invalid output path: " + why);
    }
}
