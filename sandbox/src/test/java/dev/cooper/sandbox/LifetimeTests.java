// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How a sandbox ends, and that it then is gone.
@ParameterizedClass
@EnumSource(value = Sandbox.Kind.class, names = "CHROOT", mode = EnumSource.Mode.EXCLUDE)
@Tag("once")
class LifetimeTests {
    private static final int TERM = 15;
    private static final int USR1 = 10;
    private static final int KILLED = 137;

    private final Sandbox.Kind kind;
    private final Sandbox sandbox;

    @TempDir Path folder;
    private Box box;

    LifetimeTests(Sandbox.Kind kind) throws Exception {
        this.kind = kind;
        this.sandbox = TestDrivers.of(kind);
    }

    @BeforeEach
    void box() throws Exception {
        box = new Box(folder);
    }

    private Box.Running sh(String command) throws Exception {
        return box.start(sandbox, Box.names("sh", "-c", command));
    }

    private static BufferedReader lines(Box.Running running) {
        return new BufferedReader(new InputStreamReader(running.process().stdout(), UTF_8));
    }

    /// Of all processes, those that have to do with this test.
    private List<String> processes() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(each -> each.getFileName().toString().matches("[0-9]+"))
                    .filter(this::isOurs)
                    .map(each -> each + " " + text(each.resolve("cmdline")))
                    .toList();
        }
    }

    private boolean isOurs(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder)
                    || text(process.resolve("cmdline")).contains(mark());
        } catch (IOException e) {
            return text(process.resolve("cmdline")).contains(mark());
        }
    }

    private String mark() {
        return folder.getFileName().toString();
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), UTF_8).replace('\0', ' ');
        } catch (IOException e) {
            return ""; // gone
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void eventually(Condition condition) throws Exception {
        for (int i = 0; !condition.holds(); i++) {
            assertThat(i).as("turns of waiting; left: %s", processes()).isLessThan(4000);
            Thread.sleep(5);
        }
    }

    private void assertThatNothingIsLeft() throws Exception {
        eventually(() -> processes().isEmpty());
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(mark());
    }

    @Test
    void endsBackgroundProcessesWithTheProgram() throws Exception {
        Box.Result result =
                box.sh(
                        sandbox,
                        "(setsid sleep 1000 "
                                + mark()
                                + " >/dev/null 2>&1 &) ; sleep 1001 & exit 3");
        assertThat(result.code()).isEqualTo(3);
        assertThat(processes()).noneMatch(each -> each.contains("sleep"));
        assertThatNothingIsLeft();
    }

    @Test
    void killEndsEverything() throws Exception {
        try (Box.Running running =
                sh(
                        "trap '' TERM INT HUP; setsid sleep 1000 & echo up; while :; do sleep 1; done")) {
            assertThat(lines(running).readLine()).isEqualTo("up");
            running.process().kill();
            assertThat(running.process().waitFor()).isEqualTo(KILLED);
        }
        assertThatNothingIsLeft();
    }

    @Test
    void canBeKilledAtAnyTime() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (Box.Running running = sh("sleep 1000")) {
                Thread.sleep(i);
                running.process().kill();
                running.process().kill();
                assertThat(running.process().waitFor()).isEqualTo(KILLED);
            }
        }
        assertThat(box.written()).isEmpty();
        assertThatNothingIsLeft();
    }

    @Test
    void closeEndsIt() throws Exception {
        sh("sleep 1000").close();
        assertThatNothingIsLeft();
        assertThat(box.written()).isEmpty();
    }

    @Test
    void signalsTheProgram() throws Exception {
        try (Box.Running running =
                sh(
                        "trap 'echo one' USR1; trap 'exit 9' TERM; echo up; while :; do sleep 0.01; done")) {
            BufferedReader lines = lines(running);
            assertThat(lines.readLine()).isEqualTo("up");
            running.process().signal(USR1);
            assertThat(lines.readLine()).isEqualTo("one");
            running.process().signal(TERM);
            assertThat(running.process().waitFor()).isEqualTo(9);
            running.process().signal(TERM);
        }
    }

    @Test
    void holdsASignalBackUntilTheProgramRuns() throws Exception {
        // The first process of a namespace ignores what it has no handler for.
        try (Box.Running running = box.start(sandbox, Box.names("cat", "/dev/null"))) {
            running.process().signal(TERM);
            assertThat(running.process().waitFor()).isZero();
        }
    }

    @Test
    void tellsWhichSignalEndedTheProgram() throws Exception {
        Crash.write(box.lower.resolve("crash"));
        assertThat(box.run(sandbox, new byte[0], Box.names("/crash")).code())
                .isEqualTo(128 + Crash.SIGNAL);
        try (Box.Running running = sh("echo up; sleep 1000")) {
            assertThat(lines(running).readLine()).isEqualTo("up");
            running.process().signal(9);
            assertThat(running.process().waitFor()).isEqualTo(KILLED);
        }
    }

    @Test
    void freesWhoeverWritesToAProgramThatEnded() throws Exception {
        box.stdin = true;
        try (Box.Running running = sh("exit 4")) {
            byte[] more = new byte[1 << 20];
            assertThatThrownBy(() -> running.process().stdin().write(more))
                    .isInstanceOf(IOException.class);
            assertThat(running.process().waitFor()).isEqualTo(4);
        }
    }

    @Test
    void isNotInTheCallersSession() throws Exception {
        Box.Result result = box.sh(sandbox, "busybox ps -o pid,sid,tty,comm; echo x >/dev/tty");
        assertThat(result.err()).contains("/dev/tty");
    }

    @Test
    void reportsWhatCannotBeSetUp() throws Exception {
        Files.delete(box.root.work());
        Files.writeString(box.root.work(), "");
        assertThatThrownBy(() -> box.sh(sandbox, "true"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("work");
    }

    /// A JVM that starts a sandbox and is killed, or ends without a word, at once.
    @ParameterizedTest
    @ValueSource(strings = {"wait", "halt", "halt", "halt"})
    void diesWithTheJvm(String how) throws Exception {
        Process jvm =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Hostage.class.getName(),
                                kind.name(),
                                TestDrivers.MEMORY.toString(),
                                folder.toString(),
                                how)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(jvm.getInputStream(), UTF_8))) {
            long child = Long.parseLong(lines.readLine());
            jvm.destroyForcibly();
            assertThat(jvm.waitFor(1, TimeUnit.MINUTES)).isTrue();
            // What has ended starts nothing any more.
            eventually(() -> text(Path.of("/proc/" + child + "/cmdline")).isEmpty());
        }
        assertThatNothingIsLeft();
        String groups = "cooper-" + jvm.pid() + "-";
        eventually(() -> {
            Cgroups.reap();
            return Cgroups.all().stream()
                    .noneMatch(each -> each.getFileName().toString().startsWith(groups));
        });
    }
}
