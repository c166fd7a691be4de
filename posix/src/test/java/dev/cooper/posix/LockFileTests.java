// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTests {
    @TempDir Path temp;

    @Test
    void excludesWithinTheProcessAndEndsWithClose() throws IOException {
        Path file = temp.resolve("lock");
        try (LockFile _ = LockFile.acquire(file, true)) {
            assertThat(LockFile.tryAcquire(file, true)).isNull();
            assertThat(LockFile.tryAcquire(file, false)).isNull();
        }
        try (LockFile a = LockFile.tryAcquire(file, false);
                LockFile b = LockFile.tryAcquire(file, false)) {
            assertThat(a).isNotNull();
            assertThat(b).isNotNull();
            assertThat(LockFile.tryAcquire(file, true)).isNull();
        }
    }

    @Test
    void theKernelAnswers() throws IOException {
        assertThat(Kernel.bootId()).hasSize(36);
        assertThat(Kernel.release()).contains(".");
        assertThat(Kernel.uid()).isNotNegative();
        assertThat(TerminalSize.of(-1)).isNull();
    }
}
