// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A build context that a test puts together.
record Folder(Path path) {
    /// A new one, with this Dockerfile.
    static Folder of(Path parent, String dockerfile) {
        try {
            return new Folder(Files.createTempDirectory(parent, "context"))
                    .file("Dockerfile", dockerfile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param name ASCII
    Folder file(String name, String text) {
        try {
            Path file = path.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
