// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutputTests {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void writesUtf8AndTheBytesOfForeignNames() {
        Output out = new Output(bytes, null);
        out.print("\u00e9\udcff\ud83d\ude00\udc80").flush();
        assertThat(bytes.toByteArray())
                .isEqualTo(
                        new byte[] {
                            (byte) 0xc3,
                            (byte) 0xa9,
                            (byte) 0xff,
                            (byte) 0xf0,
                            (byte) 0x9f,
                            (byte) 0x98,
                            (byte) 0x80,
                            (byte) 0x80
                        });
    }

    @Test
    void keepsOrderWhateverTheSize() {
        Output out = new Output(bytes, null);
        String large = "x".repeat(20_000);
        out.print("a").print(large).print("b").print("c".repeat(8_192)).print("d").flush();
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("a" + large + "b" + "c".repeat(8_192) + "d");
    }

    @Test
    void whatWasPrintedBeforeIsSeenBefore() {
        Output out = new Output(bytes, null);
        Output err = new Output(bytes, out);
        out.print("[]\n");
        err.print("Error\n").flush();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("[]\nError\n");
    }

    @Test
    void aReaderThatWentAwayIsRememberedAndNoMoreIsWritten() {
        Output out = new Output(broken(), null);
        out.print("x");
        assertThatExceptionOfType(Output.Failed.class).isThrownBy(out::flush);
        out.print("y").flush();
        assertThat(out.isBroken()).isTrue();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> out.direct().write('z'));
    }

    private static OutputStream broken() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
    }
}
