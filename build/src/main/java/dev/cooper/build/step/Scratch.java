// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder for one step's own files, gone when closed.
record Scratch(Path path) implements AutoCloseable {
    static Scratch in(Store store) throws IOException {
        return new Scratch(store.scratch());
    }

    /// A new folder in it.
    Path fresh() throws IOException {
        return Files.createTempDirectory(path, "s");
    }

    @Override
    public void close() throws IOException {
        Path parent = path.getParent();
        Path name = path.getFileName();
        if (parent != null && name != null) {
            try (Dir folder = Dir.open(parent)) {
                folder.deleteTree(Name.of(name.toString()));
            }
        }
    }
}
