// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Result;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Cooper killed at random moments, by itself and with its whole process group: nothing of it goes
/// on or stays mounted, and the store serves the next one.
///
/// `-Dcooper.kills=N` is how often (for each driver; a dozen by default), `-Dcooper.seed=N` chooses
/// the moments.
@Tag("once")
@ParameterizedClass
@ValueSource(strings = {"unshare", "oci"})
class KillTests {
    private static final int KILLS = Integer.getInteger("cooper.kills", 12);
    private static final long SEED = Long.getLong("cooper.seed", 20260101);

    private static final String DOCKERFILE =
            """
            FROM base AS one
            ENV STORE=@folder@
            ARG ROUND
            RUN echo $ROUND >/one; sleep 0.05; (sleep 100000 &) ; mkdir -p /many && cd /many && touch $(seq 200)
            COPY input /input
            FROM base AS two
            ENV STORE=@folder@
            ARG ROUND
            RUN echo $ROUND >/two; sleep 0.02; ln /two /twin
            FROM base
            COPY --from=one /one /many /from-one/
            COPY --from=two /two /twin /from-two/
            RUN cat /from-one/one /from-two/twin >/result
            """;

    /// Whatever runs for this class has its path somewhere; see [Leftovers].
    @TempDir static Path folder;

    @Parameter String driver = "";
    private Cooper cooper = Cooper.on(Path.of("/"));

    @BeforeEach
    void base() {
        cooper = Cooper.on(folder.resolve("store-" + driver)).isolatedBy(driver);
        Folder.busybox(cooper, folder);
    }

    @Test
    void aKilledBuildLeavesNothingAndTheNextOneWorks() throws Exception {
        // One for all drivers, as they make the same of the same.
        Cooper alone = Cooper.on(folder.resolve("alone")).isolatedBy(driver);
        Folder.busybox(alone, folder);
        Folder context =
                Folder.of(folder, DOCKERFILE.replace("@folder@", folder.toString()))
                        .file("input", "input\n".repeat(10_000));
        long before = System.nanoTime();
        cooper.command(arguments(context, -1)).run().ok();
        double whole = (System.nanoTime() - before) / 1e6;

        Random random = new Random(SEED);
        for (int round = 0; round < KILLS; round++) {
            String what = "round " + round + " of seed " + SEED;
            Process build = start(cooper.command(arguments(context, round)), driver + round);
            Thread.sleep((long) (random.nextDouble() * whole));
            kill(build, random.nextBoolean());
            Leftovers.goFrom(folder);

            Result next = cooper.command(arguments(context, round)).run();
            assertThat(next.exitCode()).as(what + ": " + next.err()).isZero();
            String wanted = alone.command(arguments(context, round)).run().ok().text();
            assertThat(next.text()).as(what).isEqualTo(wanted);
            assertThat(
                            cooper.ok(
                                            "run",
                                            "--rm",
                                            "killed",
                                            "sh",
                                            "-c",
                                            "cat /result; ls /from-one | wc -l")
                                    .text())
                    .as(what)
                    .isEqualTo(round + "\n" + round + "\n201");
            // Another run of this driver has looked after what the runtime could not.
            assertThat(Leftovers.cgroups(build.pid())).as(what).isEmpty();
        }
        Leftovers.goFrom(folder);
    }

    @Test
    void aKilledContainerLeavesNothingAndIsKnownToHaveEnded() throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < Math.max(2, KILLS / 4); round++) {
            Path out = folder.resolve(driver + "run" + round + ".out");
            Process run =
                    start(
                            cooper.command(
                                    "run",
                                    "--name",
                                    "c" + round,
                                    "-e",
                                    "STORE=" + folder,
                                    "base",
                                    "sh",
                                    "-c",
                                    "setsid sleep 100000 & echo started; sleep 100001"),
                            driver + "run" + round);
            Texts.await(out, "started", 1, run);
            kill(run, random.nextBoolean());
            Leftovers.goFrom(folder);

            assertThat(
                            cooper.ok(
                                            "ps",
                                            "-a",
                                            "--filter",
                                            "name=c" + round,
                                            "--format",
                                            "{{.Status}}")
                                    .text())
                    .startsWith("Exited (137)");
            assertThat(cooper.ok("logs", "c" + round).text()).isEqualTo("started");
            cooper.ok("rm", "c" + round);
            cooper.ok("run", "--rm", "--name", "c" + round, "base", "true");
            assertThat(Leftovers.cgroups(run.pid())).isEmpty();
        }
    }

    private static String[] arguments(Folder context, int round) {
        return new String[] {
            "build",
            "-q",
            "-t",
            "killed",
            "--build-arg",
            "ROUND=" + round,
            "--build-arg",
            "SOURCE_DATE_EPOCH=1700000000",
            context.toString()
        };
    }

    /// As the leader of a process group of its own.
    private Process start(Command command, String name) {
        return Command.of("setsid")
                .with(command.words().toArray(String[]::new))
                .env("COOPER_ROOT", cooper.store().toString())
                .start(folder.resolve(name + ".out"), folder.resolve("err"));
    }

    private static void kill(Process process, boolean group) throws Exception {
        if (group) {
            Command.of("kill", "-9", "--", "-" + process.pid()).run();
        } else {
            process.destroyForcibly();
        }
        process.waitFor();
    }
}
