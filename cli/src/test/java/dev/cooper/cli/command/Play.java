// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.console.Output;
import dev.cooper.cli.console.Terminal;
import dev.cooper.engine.BuildHistory;
import dev.cooper.engine.BuildOutline;
import dev.cooper.engine.BuildRequest;
import dev.cooper.engine.BuildResult;
import dev.cooper.engine.BuildTargets;
import dev.cooper.engine.CheckReport;
import dev.cooper.engine.Containers;
import dev.cooper.engine.CooperException;
import dev.cooper.engine.Images;
import dev.cooper.engine.Indexes;
import dev.cooper.engine.Registries;
import dev.cooper.engine.SystemInfo;
import dev.cooper.engine.Upkeep;
import dev.cooper.oci.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The command line over an engine that is made up.
final class Play {
    static final Instant NOW = Instant.parse("2026-11-23T04:02:31Z");
    static final Digest BUILT = Digest.sha256(new byte[] {42});

    /// What came of a command line.
    record Result(int code, String out, String err) {}

    /// A build that is made up.
    @FunctionalInterface
    interface Build {
        BuildResult run(BuildRequest request) throws InterruptedException;
    }

    final FakeImages images = new FakeImages();
    final FakeRegistries registries = new FakeRegistries();
    final FakeIndexes indexes = new FakeIndexes();
    final FakeContainers containers = new FakeContainers();
    final FakeHistory history = new FakeHistory();
    final FakeUpkeep upkeep = new FakeUpkeep();
    final FakeSignals signals = new FakeSignals();
    final Map<String, String> environment = new HashMap<>();
    Build build = request -> new BuildResult(BUILT, request.tags(), 3, 1);
    CheckReport report = new CheckReport(List.of(), Optional.empty(), "clean\n", "{}\n");
    Terminal terminal = Terminal.NONE;
    String program = "docker";
    byte[] input = new byte[0];
    @Nullable BuildRequest built;
    @Nullable GlobalOptions opened;

    Play input(String text) {
        input = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    BuildRequest built() {
        BuildRequest request = built;
        if (request == null) {
            throw new AssertionError("nothing was built");
        }
        return request;
    }

    Result run(String... words) {
        images.whenPulled = containers.known::add;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Output first = new Output(out, null);
        int code;
        try (Session session =
                new Session(
                        program,
                        new ByteArrayInputStream(input),
                        first,
                        new Output(err, first),
                        terminal,
                        signals,
                        environment,
                        InstantSource.fixed(NOW),
                        globals -> {
                            opened = globals;
                            return engine();
                        })) {
            code = new Dispatcher(session).run(List.of(words));
        }
        return new Result(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Engine engine() {
        return new Engine() {
            @Override
            public BuildResult build(BuildRequest request) throws InterruptedException {
                built = request;
                return build.run(request);
            }

            @Override
            public CheckReport check(BuildRequest request) {
                built = request;
                return report;
            }

            @Override
            public BuildOutline outline(BuildRequest request) {
                built = request;
                return new BuildOutline(
                        "", "", List.of(), List.of(), List.of(), "outline\n", "{\"outline\": 1}\n");
            }

            @Override
            public BuildTargets targets(BuildRequest request) {
                built = request;
                return new BuildTargets(List.of(), "targets\n", "{\"targets\": 1}\n");
            }

            @Override
            public Images images() {
                return images;
            }

            @Override
            public Registries registries() {
                return registries;
            }

            @Override
            public Indexes indexes() {
                return indexes;
            }

            @Override
            public Containers containers() {
                return containers;
            }

            @Override
            public BuildHistory history() {
                return history;
            }

            @Override
            public Upkeep upkeep() {
                return upkeep;
            }

            @Override
            public SystemInfo info() {
                return new SystemInfo(
                        "1",
                        Path.of("/root"),
                        1,
                        2,
                        3,
                        "overlayfs",
                        "ext4",
                        "unshare",
                        List.of("oci", "unshare"),
                        "6.1",
                        "Debian",
                        "x86_64",
                        2,
                        25_279_000_000L,
                        "vm",
                        List.of("root"));
            }

            @Override
            public void close() {}
        };
    }

    static CooperException notFound(String what) {
        return new CooperException.NotFound(what);
    }
}
