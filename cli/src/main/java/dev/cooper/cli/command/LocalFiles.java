// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/// Files that the user names, with the errors that docker prints for them.
final class LocalFiles {
    private LocalFiles() {}

    static Path path(String typed) throws CommandFailure {
        try {
            return Path.of(typed);
        } catch (InvalidPathException e) {
            throw new CommandFailure("not a path in this locale: " + typed);
        }
    }

    /// `open x: no such file or directory`.
    static InputStream open(String typed) throws CommandFailure {
        Path path = path(typed);
        try {
            if (Files.isDirectory(path)) {
                throw new CommandFailure("read " + typed + ": is a directory");
            }
            return Files.newInputStream(path);
        } catch (IOException e) {
            throw new CommandFailure("open " + typed + ": " + why(e));
        }
    }

    /// A failure that nobody foresaw.
    static String said(IOException e) {
        return e instanceof FileSystemException file && file.getFile() != null
                ? file.getFile() + ": " + why(e)
                : why(e);
    }

    /// The kernel's words for it.
    static String why(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file or directory";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException file when file.getReason() != null ->
                    String.valueOf(file.getReason()).toLowerCase(Locale.ROOT);
            default -> {
                String message = e.getMessage();
                yield message == null
                        ? e.getClass().getSimpleName()
                        : message.toLowerCase(Locale.ROOT);
            }
        };
    }
}
