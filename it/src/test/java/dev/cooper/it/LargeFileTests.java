// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Cooper;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are larger than the memory Cooper has. The locale makes no difference to that.
@Tag("once")
class LargeFileTests {
    private static final int PIECES = 1024;
    private static final int PIECE = 1 << 20;

    @TempDir Path folder;

    @Test
    void aGigabyteIsCopiedAndSaved() throws Exception {
        Cooper cooper = Cooper.on(folder.resolve("store"));
        Folder context =
                Folder.of(
                        folder,
                        """
                        FROM scratch AS first
                        COPY large /large
                        FROM scratch
                        COPY --from=first /large /copied/large
                        """);
        String wanted = write(context.path().resolve("large"));

        small(cooper.command("build", "-q", "-t", "large", context.toString()));
        Path tar = folder.resolve("large.tar");
        small(cooper.command("save", "-o", tar.toString(), "large"));

        Files.delete(context.path().resolve("large"));
        Path layer = folder.resolve("layer");
        Files.createDirectory(layer);
        Command.of("tar", "-C", layer.toString(), "-xf", tar.toString()).run().ok();
        Files.delete(tar);
        Path saved = new SavedImage(layer).layerTars().getLast();
        assertThat(
                        Command.of(
                                        "sh",
                                        "-c",
                                        "tar -xOf \"$0\" copied/large | sha256sum",
                                        saved.toString())
                                .run()
                                .ok()
                                .text())
                .startsWith(wanted);
    }

    private static void small(Command command) {
        command.env("COOPER_OPTS", "-Xmx256m").run().ok();
    }

    /// @return its SHA-256
    private static String write(Path file) throws Exception {
        byte[] piece = new byte[PIECE];
        new Random(1).nextBytes(piece);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < PIECES; i++) {
                // No two alike.
                piece[i] = (byte) (piece[i] + 1);
                out.write(piece);
                digest.update(piece);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
