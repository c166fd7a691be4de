// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Platform;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A small image to run things in: a static busybox, a few links to it, two users.
final class Busybox {
    private static final List<String> COMMANDS =
            List.of("sh", "cat", "echo", "id", "pwd", "env", "sleep", "hostname", "touch", "ls");

    private Busybox() {}

    /// Imports it, with `sh` as its command.
    static Digest into(Cooper cooper, String reference) throws IOException {
        return into(cooper, reference, List.of("CMD [\"sh\"]"));
    }

    static Digest into(Cooper cooper, String reference, List<String> changes) throws IOException {
        return cooper.images()
                .importTar(
                        new ImportRequest(
                                new ByteArrayInputStream(tar()),
                                Optional.of(References.parse(reference)),
                                changes,
                                "",
                                Platform.host()));
    }

    static byte[] tar() throws IOException {
        byte[] program = Files.readAllBytes(Path.of("/bin/busybox"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(out)) {
            directory(tar, "bin", 0755);
            file(tar, "bin/busybox", 0755, program);
            for (String each : COMMANDS) {
                tar.entry(TarEntry.symlink(Bytes.of("bin/" + each), Bytes.of("busybox")));
            }
            directory(tar, "etc", 0755);
            file(
                    tar,
                    "etc/passwd",
                    0644,
                    "root:x:0:0:root:/root:/bin/sh\nme:x:1000:1000::/home/me:/bin/sh\n"
                            .getBytes(UTF_8));
            file(tar, "etc/group", 0644, "root:x:0:\nme:x:1000:\nmore:x:7:me\n".getBytes(UTF_8));
            directory(tar, "tmp", 01777);
        }
        return out.toByteArray();
    }

    private static void directory(TarWriter tar, String path, int mode) throws IOException {
        tar.entry(TarEntry.directory(Bytes.of(path), mode));
    }

    private static void file(TarWriter tar, String path, int mode, byte[] content)
            throws IOException {
        tar.entry(
                TarEntry.file(Bytes.of(path), mode, content.length),
                new ByteArrayInputStream(content));
    }
}
