// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder for one step's own files, soon gone when closed.
record Scratch(Store store, Path path) implements AutoCloseable {
    static Scratch in(Store store) throws IOException {
        return new Scratch(store, store.scratch());
    }

    /// A new folder in it.
    Path fresh() throws IOException {
        return Files.createTempDirectory(path, "s");
    }

    @Override
    public void close() throws IOException {
        store.discard(path);
    }
}
