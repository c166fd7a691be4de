// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CooperTests {
    @TempDir Path temp;

    @Test
    void aStoreIsMadeForItsOwnerAlone() throws IOException {
        Path root = temp.resolve("a/b");
        try (Cooper cooper = Cooper.open(root)) {
            assertThat(cooper.images().list()).isEmpty();
            assertThat(cooper.containers().list()).isEmpty();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
                .isEqualTo("rwx------");
    }

    @Test
    void aFolderThatIsNoStoreIsLeftAlone() throws IOException {
        Files.writeString(temp.resolve("mine"), "x");
        assertThatThrownBy(() -> Cooper.open(temp))
                .isInstanceOf(CooperException.SystemFailure.class)
                .hasMessageContaining("it holds mine");
        assertThatThrownBy(() -> Cooper.open(temp.resolve("mine")))
                .isInstanceOf(CooperException.SystemFailure.class)
                .hasMessageContaining("not a directory");
        assertThat(temp.resolve("mine")).hasContent("x");
    }

    @Test
    void aFolderThatOthersMayWriteToIsRefused() throws IOException {
        Path root = Files.createDirectory(temp.resolve("open"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> Cooper.open(root))
                .isInstanceOf(CooperException.SystemFailure.class)
                .hasMessageContaining("may be written by others");
    }
}
