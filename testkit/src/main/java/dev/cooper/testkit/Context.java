// SPDX-License-Identifier: Apache-2.0
package dev.cooper.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// A build context that a test fills call by call.
public record Context(Path folder) {
    /// An empty one.
    ///
    /// @param folder made if it is missing
    public static Context in(Path folder) {
        try {
            return new Context(Files.createDirectories(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes the Dockerfile anew.
    ///
    /// @param lines without line ends
    public Context dockerfile(String... lines) {
        return file("Dockerfile", String.join("\n", lines) + "\n");
    }

    /// Writes a file and the folders above it.
    public Context file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    public Context file(String name, byte[] content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public Context link(String name, String target) {
        try {
            Path link = folder.resolve(name);
            Files.createDirectories(Objects.requireNonNull(link.getParent()));
            Files.createSymbolicLink(link, Path.of(target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /// Runs a shell script in the folder, which must go well.
    public Context shell(String script) {
        Command.of("sh", "-euc", script).in(folder).run().ok();
        return this;
    }

    public Path path(String name) {
        return folder.resolve(name);
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
