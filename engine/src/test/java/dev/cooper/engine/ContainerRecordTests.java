// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.engine.ContainerView.Status;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.oci.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ContainerRecordTests {
    private static Json.Obj throughBytes(Json.Obj json) throws MalformedJsonException {
        return Json.parseObject(json.toBytes());
    }

    @Test
    void aRecordComesBackAsItWas() throws IOException {
        ContainerSpec spec =
                new ContainerSpec(
                        "busybox",
                        List.of("sh", "-c", "echo \"$X\"\n"),
                        Optional.of(List.of()),
                        Optional.of("c1"),
                        List.of("X=1", "Y"),
                        Optional.of("/tmp"),
                        Optional.of("1000:users"),
                        Optional.of("box"),
                        List.of(new ContainerSpec.Volume(Path.of("/a b"), "/c", true)),
                        Map.of("k", "v"),
                        NetworkMode.NONE,
                        new ContainerLimits(
                                OptionalLong.of(1 << 20), List.of(new Ulimit("nofile", 10, -1))),
                        Isolation.UNSHARE,
                        true,
                        true,
                        Optional.of(new Platform("linux", "arm", "v6")));
        ContainerConfig config =
                ContainerConfig.EMPTY
                        .withEnv(List.of("PATH=/bin"))
                        .withCmd(List.of("sh"))
                        .withVolumes(new TreeSet<>(List.of("/data")))
                        .withLabels(new TreeMap<>(Map.of("a", "<b>")))
                        .withStopSignal("SIGINT");
        ContainerRecord record = new ContainerRecord(spec, config, Instant.now());
        assertThat(ContainerRecord.of(throughBytes(record.toJson()))).isEqualTo(record);
    }

    @Test
    void whatIsAbsentStaysAbsent() throws IOException {
        ContainerRecord record =
                new ContainerRecord(ContainerSpec.of("x"), ContainerConfig.EMPTY, Instant.EPOCH);
        assertThat(ContainerRecord.of(throughBytes(record.toJson()))).isEqualTo(record);
    }

    @Test
    void aStateComesBackAsItWas() throws IOException {
        Instant now = Instant.now();
        ContainerState running = ContainerState.runningSince(now);
        for (ContainerState each :
                List.of(
                        ContainerState.CREATED,
                        ContainerState.CREATED.notStarted(127, "no such thing"),
                        running,
                        running.withStopRequested(),
                        running.exited(3, now.plusNanos(1)))) {
            assertThat(ContainerState.of(throughBytes(each.toJson()))).isEqualTo(each);
        }
    }

    @Test
    void aContainerThatCouldNotStartKeepsItsStatus() {
        assertThat(ContainerState.CREATED.notStarted(127, "why").status())
                .isEqualTo(Status.CREATED);
    }

    @Test
    void whatIsNoStateIsRefused() {
        Json.Obj json = Json.object().put("status", "paused").put("exitCode", 0).build();
        assertThatThrownBy(() -> ContainerState.of(json))
                .isInstanceOf(MalformedJsonException.class);
    }
}
