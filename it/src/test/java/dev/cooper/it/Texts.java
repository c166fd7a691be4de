// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a program has written so far.
final class Texts {
    private Texts() {}

    static String of(Path file) throws IOException {
        return Files.exists(file) ? new String(Files.readAllBytes(file), UTF_8) : "";
    }

    /// Waits until `text` has come that many times.
    static void await(Path file, String text, int times, Process writer) throws Exception {
        Eventually.holds(
                text + " in " + file,
                () -> {
                    boolean ended = !writer.isAlive();
                    String written = of(file);
                    boolean come = written.split(text, -1).length > times;
                    if (ended && !come) {
                        throw new AssertionError(
                                "ended with "
                                        + writer.exitValue()
                                        + " before it wrote that: "
                                        + written
                                        + of(file.resolveSibling("err")));
                    }
                    return come;
                });
    }
}
