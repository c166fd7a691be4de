// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Kernel;
import dev.cooper.posix.LockFile;
import dev.cooper.posix.Name;
import dev.cooper.posix.Rights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder in memory, for its owner alone: where what a step is lent lies while it runs, so that
/// it never reaches a disk. What a killed process left behind is deleted by the next that makes
/// one.
final class MemoryFolder implements AutoCloseable {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final String PREFIX = "cooper-";
    private static final String LOCK = "lock";

    private final Path path;
    private final LockFile lock;

    private MemoryFolder(Path path, LockFile lock) {
        this.path = path;
        this.lock = lock;
    }

    /// @throws IOException also where the machine has no such file system
    static MemoryFolder make() throws IOException {
        if (!Files.isDirectory(MEMORY) || !Files.getFileStore(MEMORY).type().equals("tmpfs")) {
            throw new IOException(
                    "secrets need a file system in memory, and " + MEMORY + " is none");
        }
        try (LockFile _ =
                LockFile.acquire(
                        MEMORY.resolve(PREFIX + Rights.own().uidOutside() + ".lock"), true)) {
            sweep();
            Path made = Files.createTempDirectory(MEMORY, PREFIX);
            return new MemoryFolder(made, LockFile.acquire(made.resolve(LOCK), true));
        }
    }

    private static void sweep() throws IOException {
        try (Dir memory = Dir.open(MEMORY)) {
            for (DirEntry each : memory.list()) {
                String name = each.name().text();
                boolean ours =
                        name.startsWith(PREFIX)
                                && memory.stat(each.name()).isDirectory()
                                && Kernel.owns(memory.stat(each.name()));
                if (ours) {
                    try (LockFile dead =
                            LockFile.tryAcquire(MEMORY.resolve(name).resolve(LOCK), true)) {
                        if (dead != null) {
                            memory.deleteTree(each.name());
                        }
                    }
                }
            }
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        Path name = path.getFileName();
        try (Dir memory = Dir.open(MEMORY);
                LockFile _ = lock) {
            if (name != null) {
                memory.deleteTree(Name.of(name.toString()));
            }
        }
    }
}
