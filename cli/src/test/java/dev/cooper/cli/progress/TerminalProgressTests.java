// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.cli.console.Output;
import dev.cooper.cli.console.Terminal;
import dev.cooper.engine.BuildEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TerminalProgressTests {
    private static final int COLUMNS = 40;
    private static final long SECOND = 1_000_000_000;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong now = new AtomicLong();

    private TerminalProgress progress(boolean colors) {
        Terminal terminal =
                new Terminal() {
                    @Override
                    public boolean isInput() {
                        return true;
                    }

                    @Override
                    public boolean isOutput() {
                        return true;
                    }

                    @Override
                    public boolean isError() {
                        return true;
                    }

                    @Override
                    public Size size() {
                        return new Size(24, COLUMNS);
                    }
                };
        return new TerminalProgress(
                new Output(bytes, null), terminal, colors, now::get, new Warnings("docker", false));
    }

    private List<String> lines() {
        Screen screen = new Screen(COLUMNS);
        screen.show(bytes.toString(StandardCharsets.UTF_8));
        return screen.lines();
    }

    private static BuildEvent log(int step, String line) {
        return new BuildEvent.Log(
                step, false, line.getBytes(StandardCharsets.UTF_8), Duration.ZERO);
    }

    @Test
    void runningStepsStandBelowThoseThatHaveEnded() {
        TerminalProgress progress = progress(false);
        progress.accept(new BuildEvent.Started(1, "[1/3] FROM busybox"));
        progress.accept(new BuildEvent.Done(1, false, Duration.ofMillis(20)));
        progress.accept(new BuildEvent.Started(2, "[2/3] RUN make everything that there is"));
        progress.accept(log(2, "one"));
        now.addAndGet(3 * SECOND);
        progress.accept(log(2, "two"));
        progress.accept(new BuildEvent.Started(3, "[3/3] RUN true"));
        progress.tick();
        assertThat(lines())
                .containsExactly(
                        " => [1/3] FROM busybox             0.0s",
                        "[+] Building 3.0s (1/3)",
                        " => [2/3] RUN make everything that 3.0s",
                        " => => # one",
                        " => => # two",
                        " => [3/3] RUN true                 0.0s");
        progress.accept(new BuildEvent.Done(2, false, Duration.ofSeconds(3)));
        progress.accept(new BuildEvent.Done(3, true, Duration.ZERO));
        progress.end();
        assertThat(lines())
                .containsExactly(
                        " => [1/3] FROM busybox             0.0s",
                        " => [2/3] RUN make everything that 3.0s",
                        " => CACHED [3/3] RUN true          0.0s",
                        "[+] Building 3.0s (3/3, 1 cached) FINISHED");
    }

    @Test
    void whatIsFoundInTheDockerfileStandsBelowItsStep() {
        TerminalProgress progress = progress(false);
        progress.accept(new BuildEvent.Started(1, "load build definition"));
        progress.accept(new BuildEvent.Found(1, WarningsTests.CASING));
        progress.accept(new BuildEvent.Done(1, false, Duration.ZERO));
        progress.end();
        assertThat(lines())
                .startsWith(
                        " => load build definition          0.0s",
                        " => WARN: FromAsCasing: 'as' and ' 0.0s",
                        "[+] Building 0.0s (1/1) FINISHED",
                        "",
                        " 1 warning found (use docker --debug to ");
    }

    @Test
    void nothingThatAProgramPrintsCommandsTheTerminal() {
        TerminalProgress progress = progress(false);
        progress.accept(new BuildEvent.Started(1, "[1/1] RUN printf '\u001b[2J'"));
        progress.accept(log(1, "10%\r\u001b[1A50%\u0007"));
        progress.tick();
        assertThat(lines()).contains(" => => # 50%\uFFFD");
        progress.end();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).doesNotContain("[2J", "[1A50");
    }

    @Test
    void onlyTheLastLinesOfAStepAreShown() {
        TerminalProgress progress = progress(false);
        progress.accept(new BuildEvent.Started(1, "step"));
        for (int i = 1; i <= 50; i++) {
            progress.accept(log(1, "line " + i));
        }
        progress.tick();
        assertThat(lines()).hasSize(7).last().isEqualTo(" => => # line 50");
    }

    @Test
    void manyStepsDoNotFillTheScreen() {
        TerminalProgress progress = progress(false);
        for (int i = 1; i <= 100; i++) {
            progress.accept(new BuildEvent.Started(i, "step " + i));
        }
        progress.tick();
        assertThat(lines()).hasSize(16);
    }

    @Test
    void colorsAreLeftOutWhereNotWanted() {
        TerminalProgress plain = progress(false);
        plain.accept(new BuildEvent.Started(1, "step"));
        plain.accept(new BuildEvent.Failed(1, "x", Duration.ZERO));
        plain.end();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).doesNotContain("\u001b[31m");
        TerminalProgress colored = progress(true);
        colored.accept(new BuildEvent.Started(1, "step"));
        colored.accept(new BuildEvent.Failed(1, "x", Duration.ZERO));
        colored.end();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("\u001b[31m => ERROR step");
    }
}
