// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.cli.console.Output;
import dev.cooper.engine.BuildEvent;
import dev.cooper.engine.CooperException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PlainProgressTests {
    private static final long MILLI = 1_000_000;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong now = new AtomicLong();
    private final PlainProgress progress =
            new PlainProgress(new Output(bytes, null), now::get, new Warnings("docker", false));

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void start(int step, String name) {
        progress.accept(new BuildEvent.Started(step, name));
    }

    private void log(int step, String line, long millis) {
        progress.accept(
                new BuildEvent.Log(
                        step,
                        false,
                        line.getBytes(StandardCharsets.UTF_8),
                        Duration.ofMillis(millis)));
    }

    private void done(int step, boolean cached, long millis) {
        progress.accept(new BuildEvent.Done(step, cached, Duration.ofMillis(millis)));
    }

    @Test
    void looksAsRecorded() {
        start(1, "[internal] load build definition from Dockerfile");
        progress.accept(new BuildEvent.Status(1, "transferring dockerfile: 292B done"));
        done(1, false, 4);
        start(2, "[build 2/4] WORKDIR /w");
        done(2, true, 0);
        start(3, "[build 4/4] RUN ls -l");
        log(3, "total 8", 56);
        done(3, false, 102);
        progress.end();
        assertThat(shown())
                .isEqualTo(
                        """
                        #0 building with "default" instance using cooper driver

                        #1 [internal] load build definition from Dockerfile
                        #1 transferring dockerfile: 292B done
                        #1 DONE 0.0s

                        #2 [build 2/4] WORKDIR /w
                        #2 CACHED

                        #3 [build 4/4] RUN ls -l
                        #3 0.056 total 8
                        #3 DONE 0.1s
                        """);
    }

    @Test
    void linesOfStepsThatRunAtOnceStayTogether() {
        start(1, "one");
        start(2, "two");
        log(1, "a", 1);
        log(2, "x", 1);
        log(1, "b", 2);
        done(2, false, 0);
        log(1, "c", 3);
        done(1, false, 0);
        progress.end();
        assertThat(shown())
                .endsWith(
                        """

                        #1 one
                        #1 0.001 a
                        #1 0.002 b
                        #1 0.003 c
                        #1 DONE 0.0s

                        #2 two
                        #2 0.001 x
                        #2 DONE 0.0s
                        """);
    }

    @Test
    void aSilentStepGivesWayAndComesBack() {
        start(1, "one");
        start(2, "two");
        log(1, "a", 1);
        log(2, "x", 1);
        now.addAndGet(600 * MILLI);
        progress.tick();
        done(1, false, 700);
        done(2, false, 700);
        progress.end();
        assertThat(shown())
                .endsWith(
                        """

                        #1 one
                        #1 0.001 a
                        #1 ...

                        #2 two
                        #2 0.001 x
                        #2 DONE 0.7s

                        #1 one
                        #1 DONE 0.7s
                        """);
    }

    @Test
    void aStepThatPrintsNothingIsShownAfterAWhile() {
        start(1, "sleep");
        progress.tick();
        assertThat(shown()).doesNotContain("sleep");
        now.addAndGet(600 * MILLI);
        progress.tick();
        progress.tick();
        assertThat(shown()).endsWith("\n#1 sleep\n");
    }

    @Test
    void nothingIsHeldBackAtTheEnd() {
        start(1, "one");
        log(1, "a", 1);
        start(2, "two");
        log(2, "x", 1);
        progress.accept(new BuildEvent.Failed(1, "exit code: 7", Duration.ofMillis(3)));
        progress.accept(new BuildEvent.Canceled(2));
        progress.accept(new BuildEvent.Warning("careful"));
        progress.end();
        assertThat(shown())
                .contains("#1 0.001 a\n#1 ERROR: exit code: 7\n")
                .contains("\n#2 two\n#2 0.001 x\n#2 CANCELED\n")
                .endsWith("\n 1 warning found (use docker --debug to expand):\n - careful\n");
    }

    @Test
    void whatIsFoundInTheDockerfileBelongsToItsStep() {
        start(1, "[internal] load build definition from Dockerfile");
        progress.accept(new BuildEvent.Status(1, "transferring dockerfile: 9B done"));
        start(2, "two");
        log(2, "x", 1);
        progress.accept(new BuildEvent.Found(1, WarningsTests.CASING));
        progress.accept(new BuildEvent.Done(1, false, Duration.ZERO));
        progress.accept(new BuildEvent.Done(2, false, Duration.ZERO));
        progress.end();
        assertThat(shown())
                .contains(
                        "done\n#1 WARN: FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 1)\n#1 DONE 0.0s\n")
                .endsWith(
                        "#2 DONE 0.0s\n\n 1 warning found (use docker --debug to expand):\n - FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 1)\n");
    }

    @Test
    void outputOfProgramsIsPassedOnByteByByte() {
        start(1, "one");
        progress.accept(
                new BuildEvent.Log(
                        1, false, new byte[] {27, '[', '1', 'm', (byte) 0xff}, Duration.ZERO));
        progress.end();
        byte[] all = bytes.toByteArray();
        assertThat(all)
                .containsSequence(
                        '#', '1', ' ', '0', '.', '0', '0', '0', ' ', 27, '[', '1', 'm', 0xff, '\n');
    }

    @Test
    void aFailureIsToldAsRecorded() {
        CooperException.BuildFailed failed =
                new CooperException.BuildFailed(
                        "process \"/bin/sh -c exit 7\" did not complete successfully: exit code: 7",
                        "Dockerfile:2\n--------------------\n   2 | >>> RUN exit 7\n--------------------",
                        "------\n > [2/3] RUN exit 7:\n0.047 two\n------",
                        null);
        assertThat(BuildError.of(failed))
                .isEqualTo(
                        """
                        ------
                         > [2/3] RUN exit 7:
                        0.047 two
                        ------
                        Dockerfile:2
                        --------------------
                           2 | >>> RUN exit 7
                        --------------------
                        ERROR: failed to solve: process "/bin/sh -c exit 7" did not complete successfully: exit code: 7
                        """);
        assertThat(BuildError.of(new CooperException.BuildFailed("no stage", "", "", null)))
                .isEqualTo("ERROR: failed to solve: no stage\n");
    }
}
