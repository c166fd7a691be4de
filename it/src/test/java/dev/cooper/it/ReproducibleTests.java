// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Cooper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With `SOURCE_DATE_EPOCH` the same input gives the same image, whatever the machine and its user
/// are set to.
@Tag("once")
class ReproducibleTests {
    private static final String DOCKERFILE =
            """
            FROM base AS one
            RUN mkdir /made && cd /made && for i in $(seq 40); do echo $i >file$i; done; ln file1 twin; ln -s file2 link
            FROM base AS two
            COPY --chmod=640 file /copied/
            RUN date >/dev/null; touch /now; chmod 4755 /now
            FROM base
            COPY --from=one /made /made/
            COPY --from=two /copied /now /two/
            COPY . /context/
            WORKDIR /new/folder
            ENV A=1
            CMD ["true"]
            """;

    @TempDir Path folder;

    /// @param setup shell words before the command
    private String built(String name, String driver, List<String> variables, String setup)
            throws IOException {
        Cooper cooper = Cooper.on(folder.resolve(name)).isolatedBy(driver);
        Folder.busybox(cooper, folder);
        Path id = folder.resolve("id");
        Command build =
                cooper.command(
                        "build",
                        "-q",
                        "--iidfile",
                        id.toString(),
                        "--build-arg",
                        "SOURCE_DATE_EPOCH=1700000000",
                        "--jobs",
                        name.equals("a") ? "1" : "9",
                        folder.resolve("context").toString());
        Command shell =
                Command.of("sh", "-c", setup + "; exec \"$@\"", "sh")
                        .with(build.words().toArray(String[]::new))
                        .env("COOPER_ROOT", cooper.store().toString());
        for (String each : variables) {
            int equals = each.indexOf('=');
            shell = shell.env(each.substring(0, equals), each.substring(equals + 1));
        }
        shell.run().ok();
        return Texts.of(id);
    }

    @Test
    void theSameDigestEverywhere() throws Exception {
        Path made =
                Folder.of(folder, DOCKERFILE).file("file", "x\n").file("sub/\u00fc", "y").path();
        Files.move(made, folder.resolve("context"));
        String first = built("a", "unshare", List.of("TZ=UTC", "LC_ALL=C"), "umask 022");
        assertThat(first).startsWith("sha256:");
        assertThat(
                        built(
                                "another/longer/path of a store",
                                "oci",
                                List.of("TZ=Asia/Kolkata", "LC_ALL=C.UTF-8"),
                                "umask 077"))
                .isEqualTo(first);
        assertThat(
                        built(
                                "c",
                                "unshare",
                                List.of("TZ=America/St_Johns", "LC_ALL=tr_TR.UTF-8", "HOME=/"),
                                "umask 000; touch "
                                        + folder.resolve("context/file")
                                        + " "
                                        + folder.resolve("context/sub")))
                .isEqualTo(first);
    }
}
