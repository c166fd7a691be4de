// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.MalformedTarException;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.sandbox.NoSandboxException;
import dev.cooper.store.CorruptStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FailuresTests {
    private static CooperException of(IOException e) {
        return Failures.of("save it", e);
    }

    @Test
    void aFullDiskIsCalledThatWhoeverNoticed() {
        assertThat(of(new IOException("No space left on device")))
                .isInstanceOf(CooperException.SystemFailure.class)
                .hasMessageStartingWith("could not save it: no space left on device: free some");
        assertThat(of(new FileSystemException("/x", null, "Disk quota exceeded")))
                .hasMessageContaining("no space left on device");
    }

    @Test
    void theMessageSaysWhatWasBeingDone() {
        assertThatThrownBy(() ->
                        Failures.during(
                                "look",
                                () -> {
                                    try (Dir root = Dir.open(Path.of("/"))) {
                                        return root.stat(Name.of("no-such-thing"));
                                    }
                                }))
                .isInstanceOf(CooperException.SystemFailure.class)
                .hasMessage("could not look: no-such-thing: no such file or directory (statx)");
        assertThat(of(new NoSuchFileException("/x")))
                .hasMessage("could not save it: NoSuchFileException: /x");
    }

    @Test
    void whatIsCompleteIsLeftAsItIs() {
        assertThat(of(new NoSandboxException("install runc"))).hasMessage("install runc");
        assertThat(of(new CorruptStoreException("blob x is damaged")))
                .isInstanceOf(CooperException.SystemFailure.class)
                .hasMessage("blob x is damaged");
    }

    @Test
    void aBadArchiveIsTheCallersMatter() {
        assertThat(of(new MalformedTarException("entry 3")))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessageContaining("entry 3");
    }

    @Test
    void uncheckedOnesAreMappedToo() {
        assertThatThrownBy(() ->
                        Failures.during(
                                "list",
                                () -> {
                                    throw new UncheckedIOException(new IOException("x"));
                                }))
                .isInstanceOf(CooperException.SystemFailure.class)
                .hasMessage("could not list: x");
    }

    @Test
    void anInterruptStaysOnTheThread() {
        assertThatThrownBy(() ->
                        Failures.during(
                                "wait",
                                () -> {
                                    throw new InterruptedException();
                                }))
                .isInstanceOf(CooperException.SystemFailure.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
