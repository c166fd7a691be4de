// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Project;
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

    /// Makes the image `base`, busybox, which has the same id in every store. (One that is imported
    /// tells when that was.)
    static void busybox(Cooper cooper, Path parent) {
        Folder context = of(parent, "FROM scratch\nADD busybox.tar /\nCMD [\"/bin/sh\"]\n");
        try {
            Files.copy(Project.baseTar("busybox"), context.path().resolve("busybox.tar"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cooper.ok(
                "build",
                "-q",
                "-t",
                "base",
                "--build-arg",
                "SOURCE_DATE_EPOCH=1700000000",
                context.toString());
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
