// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.cli.format.Times;
import dev.cooper.engine.BuildEvent;
import dev.cooper.engine.BuildEventJson;
import dev.cooper.engine.BuildView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BuildHistoryVerbsTests {
    private final Play play = new Play();

    @BeforeEach
    void builds() {
        play.history.builds.add(view("abc", List.of("app:1"), BuildView.Status.COMPLETED, 60));
        play.history.builds.add(view("def", List.of(), BuildView.Status.FAILED, 7200));
        play.history.builds.add(view("ghi", List.of(), BuildView.Status.LOST, 7300));
        event(new BuildEvent.Started(1, "[1/2] COPY a ."));
        event(new BuildEvent.Done(1, true, Duration.ZERO));
        event(new BuildEvent.Started(2, "[2/2] RUN make"));
        event(new BuildEvent.Explained(2, "a changed"));
        event(new BuildEvent.Log(2, false, "made".getBytes(UTF_8), Duration.ofMillis(20)));
        event(new BuildEvent.Done(2, false, Duration.ofMillis(1500)));
    }

    private void event(BuildEvent event) {
        play.history.events.add(new BuildEventJson.Timed(Play.NOW, event));
    }

    private static BuildView view(
            String id, List<String> tags, BuildView.Status status, int secondsAgo) {
        Instant started = Play.NOW.minusSeconds(secondsAgo);
        return new BuildView(
                id,
                "/home/me/project",
                "",
                status == BuildView.Status.FAILED ? Optional.of("test") : Optional.empty(),
                tags,
                status,
                started,
                status == BuildView.Status.LOST
                        ? Optional.empty()
                        : Optional.of(started.plusMillis(2500)),
                status == BuildView.Status.COMPLETED ? Optional.of(Play.BUILT) : Optional.empty(),
                3,
                1,
                status == BuildView.Status.FAILED ? Optional.of("no such file") : Optional.empty(),
                2_000);
    }

    @Test
    void lists() {
        String expected =
                """
                BUILD ID   NAME             STATUS      CREATED              DURATION   STEPS     CACHED
                abc        app:1            Completed   About a minute ago   2.5s       3         1
                def        project (test)   Error       2 hours ago          2.5s       3         1
                ghi        project          Lost        2 hours ago                     3         1
                """;
        assertThat(play.run("builds").out()).isEqualTo(expected);
        assertThat(play.run("builds", "ls").out()).isEqualTo(expected);
        assertThat(play.run("buildx", "history", "ls").out()).isEqualTo(expected);
        assertThat(play.run("builds", "-q").out()).isEqualTo("abc\ndef\nghi\n");
        assertThat(play.run("builds", "--format", "{{.ID}} {{.Error}}").out())
                .isEqualTo("abc \ndef no such file\nghi \n");
    }

    @Test
    void shows() {
        String facts =
                """
                Build:       abc
                Name:        app:1
                Context:     /home/me/project
                Tags:        app:1
                Started:     %s
                Duration:    2.5s
                Status:      Completed
                Image:       %s
                Steps:       3, 1 of them cached
                Log:         2kB

                STEP      STATE     DURATION   NAME
                #1        Cached    0.0s       [1/2] COPY a .
                #2        Done      1.5s       [2/2] RUN make
                                                 because a changed
                """
                        .formatted(Times.rfc3339(Play.NOW.minusSeconds(60)), Play.BUILT);
        String log =
                """
                #0 building with "default" instance using cooper driver

                #1 [1/2] COPY a .
                #1 CACHED

                #2 [2/2] RUN make
                #2 runs because a changed
                #2 0.020 made
                #2 DONE 1.5s
                """;
        assertThat(play.run("buildx", "history", "inspect", "abc").out()).isEqualTo(facts);
        assertThat(play.run("buildx", "history", "logs", "abc").out()).isEqualTo(log);
        assertThat(play.run("builds", "show", "a").out()).isEqualTo(facts + "\n" + log);
        assertThat(play.run("builds", "logs", "--progress=rawjson", "abc").out())
                .hasLineCount(6)
                .contains("\"event\":\"log\",\"step\":2,\"stream\":1,\"text\":\"made\"");
    }

    @Test
    void removes() {
        assertThat(play.run("builds", "rm", "abc", "nosuch"))
                .isEqualTo(new Play.Result(1, "abc\n", "ERROR: No such build: nosuch\n"));
        assertThat(play.run("buildx", "history", "rm", "--all").out()).isEqualTo("def\nghi\n");
        assertThat(play.history.builds).isEmpty();
        assertThat(play.run("builds", "rm").code()).isEqualTo(1);
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(play.run("builds", "show", "nosuch").err())
                .isEqualTo("ERROR: No such build: nosuch\n");
        assertThat(play.run("builds", "logs", "--progress=tty", "abc").err())
                .isEqualTo("ERROR: invalid progress mode: tty\n");
    }
}
