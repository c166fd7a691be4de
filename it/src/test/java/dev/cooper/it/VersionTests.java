// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Project;
import dev.cooper.testkit.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `version` and `info`, help, and words that are no command.
@Tag("once")
class VersionTests {
    @TempDir private Path folder;

    private Cooper cooper() {
        return Cooper.on(folder.resolve("store"));
    }

    @Test
    void version() {
        Result result = cooper().ok("version");
        assertThat(result.err()).isEmpty();
        assertThat(
                        result.out()
                                .replaceAll("\\d+\\.\\d[\\w.+-]*", "N.N")
                                .replaceAll("linux/\\w+", "linux/ARCH"))
                .isEqualTo(
                        """
                        Client: Cooper
                         Version:           N.N
                         Java version:      N.N
                         OS/Arch:           linux/ARCH
                         Context:           default

                        Server: none, Cooper works without a daemon
                         Engine:
                          Version:          N.N
                          OS/Arch:          linux/ARCH
                        """);
        // It needs no store, and makes none.
        assertThat(folder.resolve("store")).doesNotExist();
        String number = cooper().ok("version", "--format", "{{.Client.Version}}").text();
        assertThat(number).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(cooper().ok("--version").out()).startsWith("Cooper version " + number);
    }

    @Test
    void info() {
        Cooper cooper = cooper().withBase("busybox");
        cooper.ok("create", "busybox");
        Result result = cooper.ok("info");
        assertThat(result.out())
                .startsWith("Client: Cooper\n Version:    ")
                .contains(
                        "\nServer:\n Containers: 1\n  Running: 0\n  Paused: 0\n  Stopped: 1\n Images: 1\n")
                .contains(" OSType: linux\n")
                .contains(" Docker Root Dir: " + folder.resolve("store") + "\n")
                .contains(" Isolation: ");
        assertThat(
                        cooper.ok(
                                        "info",
                                        "--format",
                                        "{{.Containers}} {{.Images}} {{.OSType}} {{.NCPU}}")
                                .text())
                .isEqualTo("1 1 linux " + Command.of("nproc").run().text());
        assertThat(cooper.isolatedBy("unshare").ok("info").out()).contains(" Isolation: unshare");
        assertThat(cooper.isolatedBy("oci").ok("info").out())
                .containsPattern(" Isolation: oci \\((crun|runc)\\)");
    }

    @Test
    void theStoreIsWhereOneSays() {
        Path other = folder.resolve("other");
        cooper().ok(
                        "--root",
                        other.toString(),
                        "import",
                        Project.baseTar("busybox").toString(),
                        "here");
        assertThat(Cooper.on(other).ok("images", "-q").out()).isNotEmpty();
        assertThat(cooper().ok("images", "-q").out()).isEmpty();
    }

    @Test
    void help() {
        Result all = cooper().ok("--help");
        assertThat(all.out())
                .contains("Usage:  cooper [OPTIONS] COMMAND")
                .contains("build")
                .contains("--root");
        assertThat(all.err()).isEmpty();
        for (String verb :
                new String[] {
                    "build", "images", "history", "run", "create", "start", "ps", "logs", "cp",
                    "rm", "rmi", "tag", "inspect", "import", "save", "version", "info"
                }) {
            assertThat(cooper().ok(verb, "--help").out())
                    .contains("Usage:  cooper ")
                    .contains(verb);
        }
    }

    @Test
    void wordsThatAreNoCommand() {
        Result unknown = cooper().run("biuld", ".").exits(1);
        assertThat(unknown.out()).isEmpty();
        assertThat(unknown.err())
                .isEqualTo(
                        """
                        cooper: unknown command: cooper biuld

                        Did you mean this?
                        \tbuild

                        Run 'cooper --help' for more information
                        """);
        assertThat(cooper().run("--nosuch", "images").exits(125).err())
                .startsWith("unknown flag: --nosuch\n");
        assertThat(cooper().run("--isolation", "magic", "info").exits(1).err())
                .isEqualTo("unknown isolation \"magic\": oci, unshare, chroot or auto\n");
        assertThat(cooper().run("version", "extra").exits(1).err())
                .isEqualTo(
                        """
                        cooper: 'cooper version' accepts no arguments

                        Usage:  cooper version [OPTIONS]

                        Run 'cooper version --help' for more information
                        """);
        assertThat(folder.resolve("store")).doesNotExist();
    }
}
