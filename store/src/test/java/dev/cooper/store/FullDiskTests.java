// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Digest;
import dev.cooper.posix.Dir;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file system of four megabytes that is full: what is being done fails, nothing half done is
/// left, and the same succeeds once there is room.
class FullDiskTests {
    @TempDir Path folder;
    private Path small;

    @BeforeEach
    void mount() throws Exception {
        small = Files.createDirectory(folder.resolve("small"));
        run("mount", "-t", "tmpfs", "-o", "size=4m,mode=0700", "small", small.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", small.toString());
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @Test
    void whatFailsLeavesNothingAndWorksOnceThereIsRoom() throws Exception {
        byte[] layer =
                new Archive()
                        .file("a", "x".repeat(1_000_000))
                        .file("b", "y".repeat(400_000))
                        .bytes();
        Path root = small.resolve("store");
        try (Store store = Store.open(root)) {
            SnapshotId before = Trees.commit(store, null, dir -> Trees.write(dir, "f", "f"));
            Path ballast = small.resolve("ballast");
            Files.write(ballast, new byte[3_000_000]);
            assertThatThrownBy(() -> store.layers().add(new ByteArrayInputStream(layer)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no space left");
            assertThat(root.resolve("blobs")).isEmptyDirectory();

            Files.write(ballast, new byte[1_800_000]);
            Digest diffId = store.layers().add(new ByteArrayInputStream(layer)).diffId();
            assertThatThrownBy(() -> store.layers().snapshot(List.of(diffId)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no space left");
            assertThat(root.resolve("snapshots").toFile().list()).containsExactly(before.value());

            fill(ballast);
            CacheRecord record =
                    new CacheRecord(Digest.sha256(new byte[1]), before, Instant.EPOCH, "x");
            assertThatThrownBy(() -> store.cache().put(Digest.sha256(new byte[2]), record))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no space left");

            Files.delete(ballast);
            store.cache().put(Digest.sha256(new byte[2]), record);
            assertThat(store.cache().find(Digest.sha256(new byte[2]))).isPresent();
            try (Dir tree = store.snapshots().open(store.layers().snapshot(List.of(diffId)))) {
                assertThat(Trees.names(tree, ".")).containsExactly("a", "b");
            }
        }
        assertThat(root.resolve("tmp")).isEmptyDirectory();
    }

    /// To the last byte.
    private static void fill(Path file) {
        byte[] page = new byte[4096];
        assertThatThrownBy(
                        () -> {
                            try (OutputStream out = Files.newOutputStream(file)) {
                                while (true) {
                                    out.write(page);
                                }
                            }
                        })
                .hasMessageContaining("No space left");
    }
}
