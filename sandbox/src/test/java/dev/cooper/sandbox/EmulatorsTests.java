// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmulatorsTests {
    @TempDir private Path folder;

    private static byte[] program(int machine) {
        byte[] header = new byte[64];
        header[0] = 0x7F;
        header[1] = 'E';
        header[2] = 'L';
        header[3] = 'F';
        header[4] = 2;
        header[5] = 1;
        header[6] = 1;
        header[16] = 2;
        header[18] = (byte) machine;
        header[19] = (byte) (machine >> 8);
        return header;
    }

    private void register(String first, String flags) throws IOException {
        Files.writeString(
                folder.resolve("qemu-aarch64"),
                """
                %s
                interpreter /usr/libexec/qemu-binfmt/aarch64-binfmt-P
                flags: %s
                offset 0
                magic 7f454c460201010000000000000000000200b700
                mask ffffffffffffff00fffffffffffffffffeffffff
                """
                        .formatted(first, flags));
        Files.writeString(folder.resolve("status"), "enabled\n");
        Files.writeString(
                folder.resolve("wine"), "enabled\ninterpreter /usr/bin/wine\nextension .exe\n");
    }

    private String refusal(byte[] header) {
        return Emulators.in(folder, "amd64").refusal(header);
    }

    @Test
    void ownProgramsAndScriptsAreRun() {
        assertThat(refusal(program(62))).isEmpty();
        assertThat(refusal(program(3))).as("32-bit").isEmpty();
        assertThat(refusal("#!/bin/sh\necho hello world\n".getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
        assertThat(refusal(new byte[0])).isEmpty();
    }

    @Test
    void othersNeedAnEmulator() throws IOException {
        assertThat(refusal(program(183)))
                .contains("made for arm64", "no emulator for that", "--platform=$BUILDPLATFORM");
        register("enabled", "POCF");
        assertThat(refusal(program(183))).isEmpty();
        assertThat(refusal(program(243))).contains("made for riscv64");
    }

    @Test
    void anEmulatorMustBeThereAndReachable() throws IOException {
        register("enabled", "PO");
        assertThat(refusal(program(183)))
                .contains("/usr/libexec/qemu-binfmt/aarch64-binfmt-P", "flag F");
        register("disabled", "POCF");
        assertThat(refusal(program(183))).contains("no emulator for that");
    }
}
