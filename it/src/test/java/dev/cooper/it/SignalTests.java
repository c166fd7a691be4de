// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Cooper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Ctrl-C and its like.
@ParameterizedClass
@ValueSource(strings = {"unshare", "oci"})
@Tag("once")
class SignalTests {
    @TempDir Path folder;
    @Parameter String driver = "";
    private Cooper cooper = Cooper.on(Path.of("/"));
    private Path out = Path.of("/");
    private Path err = Path.of("/");

    @BeforeEach
    void base() {
        cooper = Cooper.on(folder.resolve("store")).isolatedBy(driver).withBase("busybox");
        out = folder.resolve("out");
        err = folder.resolve("err");
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aBuildStops(String signal, int code) throws Exception {
        Folder context =
                Folder.of(
                        folder,
                        """
                        FROM busybox AS one
                        ENV STORE=%1$s
                        RUN trap '' INT TERM; setsid sleep 100000 & echo "STAR"TED; sleep 100001; sleep 100002
                        FROM busybox
                        ENV STORE=%1$s
                        RUN trap '' INT TERM; echo "STAR"TED; while :; do sleep 100003; done
                        COPY --from=one / /one
                        """
                                .formatted(cooper.store()));
        Process build =
                cooper.command("build", "--progress", "plain", "-t", "stopped", context.toString())
                        .start(out, err);
        Texts.await(err, "STARTED\n", 2, build);
        send(signal, build);
        assertThat(build.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(build.exitValue()).as(Texts.of(err)).isEqualTo(code);
        assertThat(Texts.of(err)).contains("ERROR: ").doesNotContain("\tat ");
        // By now, not at some time later.
        assertThat(Leftovers.processes(cooper.store())).isEmpty();
        assertThat(Leftovers.mounts(cooper.store())).isEmpty();
        assertThat(Leftovers.cgroups(build.pid())).isEmpty();
        assertThat(cooper.ok("images", "-q", "stopped").text()).isEmpty();
        try (Stream<Path> temporary = Files.list(cooper.store().resolve("tmp"))) {
            assertThat(temporary).isEmpty();
        }
        cooper.command("build", "-q", "-").input("FROM busybox\nRUN true\n").run().ok();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aProgramGetsTheSignal(String signal, int code) throws Exception {
        Process run =
                cooper.command(
                                "run",
                                "--name",
                                "heard",
                                "-e",
                                "STORE=" + cooper.store(),
                                "busybox",
                                "sh",
                                "-c",
                                "trap 'echo got; exit 33' "
                                        + signal
                                        + "; echo started; while :; do sleep 0.1; done")
                        .start(out, err);
        Texts.await(out, "started", 1, run);
        send(signal, run);
        assertThat(run.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(run.exitValue()).as(Texts.of(err)).isEqualTo(33);
        assertThat(Texts.of(out)).isEqualTo("started\ngot\n");
        assertThat(Leftovers.processes(cooper.store())).isEmpty();

        // One that has said nothing about signals ends as the second one comes, if not before.
        Process deaf =
                cooper.command(
                                "run",
                                "--name",
                                "deaf",
                                "-e",
                                "STORE=" + cooper.store(),
                                "busybox",
                                "sh",
                                "-c",
                                "setsid sleep 100000 & echo deaf; sleep 100001; sleep 100002")
                        .start(out, err);
        Texts.await(out, "deaf", 1, deaf);
        send(signal, deaf);
        send(signal, deaf);
        Eventually.holds(
                "its end",
                () -> {
                    send(signal, deaf);
                    return !deaf.isAlive();
                });
        assertThat(deaf.waitFor()).isIn(code, 137);
        Leftovers.goFrom(cooper.store());
        assertThat(cooper.ok("ps", "-a", "--filter", "name=deaf", "--format", "{{.Status}}").text())
                .startsWith("Exited (");
    }

    private static void send(String signal, Process process) {
        Command.of("kill", "-" + signal, Long.toString(process.pid())).run();
    }
}
