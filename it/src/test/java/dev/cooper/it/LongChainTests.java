// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Cooper;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// More steps than an overlay of absolute paths could take as layers.
@Tag("once")
class LongChainTests {
    private static final int STEPS = 130;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"unshare", "oci"})
    void manyStepsBuildAndRun(String driver) {
        Cooper cooper = Cooper.on(folder.resolve(driver)).isolatedBy(driver).withBase("busybox");
        StringBuilder dockerfile = new StringBuilder("FROM busybox\n");
        for (int i = 1; i <= STEPS; i++) {
            // Each also changes and removes what the one before it made.
            dockerfile.append(
                    "RUN echo %1$d >/f%1$d; echo %1$d >>/all; rm -f /f%2$d\n".formatted(i, i - 1));
        }
        dockerfile.append("COPY Dockerfile /last/\n");
        Folder context = Folder.of(folder, dockerfile.toString());
        cooper.ok("build", "-q", "-t", "long", context.toString());
        assertThat(cooper.ok("history", "-q", "long").text().lines()).hasSizeGreaterThan(STEPS + 1);
        assertThat(
                        cooper.ok(
                                        "run",
                                        "--rm",
                                        "long",
                                        "sh",
                                        "-c",
                                        "wc -l </all; ls -d /f*; ls /last")
                                .text())
                .isEqualTo(STEPS + "\n/f" + STEPS + "\nDockerfile");
        assertThat(SavedImage.of(cooper, "long", folder).layers()).hasSize(STEPS + 2);
    }
}
