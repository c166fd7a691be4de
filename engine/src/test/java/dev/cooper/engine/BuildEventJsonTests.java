// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Digest;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.oci.Reference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BuildEventJsonTests {
    private static final Instant WHEN = Instant.parse("2026-03-04T05:06:07.123456789Z");

    static Stream<BuildEvent> events() throws Exception {
        return Stream.of(
                new BuildEvent.Started(1, "[1/2] RUN echo \"ü\""),
                new BuildEvent.Status(2, "text"),
                new BuildEvent.Explained(3, "why"),
                new BuildEvent.Done(4, true, Duration.ofNanos(5_000_000_006L)),
                new BuildEvent.Failed(5, "message", Duration.ofDays(3)),
                new BuildEvent.Canceled(6),
                new BuildEvent.Warning("w"),
                new BuildEvent.Built(
                        Digest.sha256(new byte[0]), List.of(Reference.parse("app:1"))));
    }

    private static BuildEvent again(BuildEvent event) throws Exception {
        BuildEventJson.Timed timed = new BuildEventJson.Timed(WHEN, event);
        BuildEventJson.Timed parsed = BuildEventJson.parse(BuildEventJson.line(timed));
        assertThat(parsed.time()).isEqualTo(WHEN);
        return parsed.event();
    }

    @ParameterizedTest
    @MethodSource("events")
    void whatIsWrittenIsReadAgain(BuildEvent event) throws Exception {
        assertThat(again(event)).isEqualTo(event);
    }

    @Test
    void outputIsKeptByteByByte() throws Exception {
        for (byte[] line :
                List.of(
                        "plain".getBytes(UTF_8),
                        "ü\u001b[31m\t\u0000".getBytes(UTF_8),
                        new byte[] {(byte) 0xff, 0, 'x'},
                        new byte[0])) {
            BuildEvent.Log log =
                    (BuildEvent.Log) again(new BuildEvent.Log(7, true, line, Duration.ofMillis(3)));
            assertThat(log.line()).isEqualTo(line);
            assertThat(log.standardError()).isTrue();
            assertThat(log.sinceStart()).isEqualTo(Duration.ofMillis(3));
        }
    }

    @Test
    void theFormIsAsDescribed() {
        BuildEvent event = new BuildEvent.Log(7, false, "hi".getBytes(UTF_8), Duration.ofMillis(3));
        assertThat(new String(BuildEventJson.line(new BuildEventJson.Timed(WHEN, event)), UTF_8))
                .isEqualTo(
                        "{\"time\":\"2026-03-04T05:06:07.123456789Z\",\"event\":\"log\",\"step\":7,\"stream\":1,\"text\":\"hi\",\"nanos\":3000000}");
    }

    @Test
    void whatIsNoEventIsRefused() {
        for (String each :
                List.of(
                        "{}",
                        "[]",
                        "{\"time\":\"now\",\"event\":\"canceled\"}",
                        "{\"time\":\"" + WHEN + "\",\"event\":\"x\"}")) {
            assertThatThrownBy(() -> BuildEventJson.parse(each.getBytes(UTF_8)))
                    .isInstanceOf(MalformedJsonException.class);
        }
    }
}
