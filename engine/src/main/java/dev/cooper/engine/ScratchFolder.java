// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.store.Store;
import java.io.IOException;
import java.nio.file.Path;

/// A folder of the store for one piece of work; deleted when closed.
record ScratchFolder(Path path) implements AutoCloseable {
    static ScratchFolder in(Store store) throws IOException {
        return new ScratchFolder(store.scratch());
    }

    @Override
    public void close() throws IOException {
        Path parent = path.getParent();
        Path name = path.getFileName();
        if (parent != null && name != null) {
            try (Dir dir = Dir.open(parent)) {
                dir.deleteTree(Name.of(name.toString()));
            }
        }
    }
}
