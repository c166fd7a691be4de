// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cooper.engine.ContainerView.Status;
import dev.cooper.sandbox.NoSandboxException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ContainersTests {
    @TempDir Path temp;
    private Cooper cooper;
    private Containers containers;

    @BeforeEach
    void open() throws IOException {
        cooper = Cooper.open(temp.resolve("store"));
        containers = cooper.containers();
        Busybox.into(cooper, "box");
    }

    @AfterEach
    void close() {
        cooper.close();
    }

    /// What a run gave.
    private record Ran(int code, String out, String err) {}

    private static ContainerSpec.Builder spec(String... command) {
        return ContainerSpec.builder("box").network(NetworkMode.NONE).command(command);
    }

    private static ContainerSpec sh(String script) {
        return spec("sh", "-c", script).create();
    }

    private Ran run(ContainerSpec spec) throws InterruptedException {
        return start(containers.create(spec).id(), "");
    }

    private Ran start(String id, String input) throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code =
                containers.start(
                        id,
                        new ContainerStreams(
                                Optional.of(new ByteArrayInputStream(input.getBytes(UTF_8))),
                                out,
                                err));
        return new Ran(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    @Test
    void aContainerIsCreatedRunsAndLeavesItsLog() throws InterruptedException {
        ContainerView created =
                containers.create(
                        spec("sh", "-c", "echo $X; pwd; echo no >&2; exit 3")
                                .name("c1")
                                .environment("X", "1")
                                .workingDirectory("/tmp")
                                .create());
        assertThat(created.status()).isEqualTo(Status.CREATED);
        assertThat(created.id()).matches("[0-9a-f]{64}");
        assertThat(created.path()).isEqualTo("sh");
        assertThat(start("c1", "")).isEqualTo(new Ran(3, "1\n/tmp\n", "no\n"));
        assertThat(containers.find("c1"))
                .returns(Status.EXITED, ContainerView::status)
                .returns(3, ContainerView::exitCode)
                .returns(created.id(), ContainerView::id)
                .returns("box", ContainerView::image)
                .satisfies(each ->
                        assertThat(each.finished().orElseThrow())
                                .isAfterOrEqualTo(each.started().orElseThrow()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        containers.logs(created.id().substring(0, 12), out, err);
        assertThat(out.toString(UTF_8)).isEqualTo("1\n/tmp\n");
        assertThat(err.toString(UTF_8)).isEqualTo("no\n");
    }

    @Test
    void whatAProgramIsAndSeesComesFromSpecAndImage() throws InterruptedException {
        String script = "id -u; id -g; id -G; echo $HOME; hostname; echo $HOSTNAME; echo $PATH";
        ContainerView made = containers.create(spec("sh", "-c", script).user("me").create());
        String host = made.id().substring(0, 12);
        assertThat(start(made.id(), ""))
                .isEqualTo(
                        new Ran(
                                0,
                                "1000\n1000\n1000 7\n/home/me\n"
                                        + host
                                        + "\n"
                                        + host
                                        + "\n/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n",
                                ""));
        assertThatThrownBy(() -> run(spec("id").user("nobody-knows").create()))
                .isInstanceOf(CooperException.StartFailed.class)
                .hasMessage("unable to find user nobody-knows: no matching entries in passwd file");
    }

    @ParameterizedTest
    @EnumSource(value = Isolation.class, names = "CHROOT", mode = EnumSource.Mode.EXCLUDE)
    void everyDriverThatWorksHereDoesTheSame(Isolation isolation) throws InterruptedException {
        String script = "echo $HOME; pwd; touch /made; ls /made; echo e >&2; exit 4";
        ContainerSpec spec =
                spec("sh", "-c", script)
                        .user("me")
                        .workingDirectory("/tmp/w")
                        .isolation(isolation)
                        .create();
        String id = containers.create(spec).id();
        Ran ran;
        try {
            ran = start(id, "");
        } catch (CooperException.SystemFailure e) {
            assumeTrue(!(e.getCause() instanceof NoSandboxException), e.getMessage());
            throw e;
        }
        assertThat(ran.out()).isEqualTo("/home/me\n/tmp/w\n");
        assertThat(ran.err()).contains("/made").endsWith("e\n");
        assertThat(ran.code()).isEqualTo(4);
        String missing = containers.create(spec("nosuch").isolation(isolation).create()).id();
        assertThatThrownBy(() -> start(missing, ""))
                .isInstanceOf(CooperException.StartFailed.class)
                .hasMessageContaining("exec: \"nosuch\": executable file not found in $PATH")
                .extracting(e -> ((CooperException.StartFailed) e).exitCode())
                .isEqualTo(127);
    }

    @Test
    void theInputIsReadIfItIsKeptOpen() throws InterruptedException {
        String open = containers.create(spec("cat").stdin(true).create()).id();
        assertThat(start(open, "hello")).isEqualTo(new Ran(0, "hello", ""));
        String closed = containers.create(spec("cat").create()).id();
        assertThat(start(closed, "hello")).isEqualTo(new Ran(0, "", ""));
    }

    @Test
    void muchOutputComesWholeAndInBothPlaces() throws InterruptedException {
        String script = "i=0; while [ $i -lt 20000 ]; do echo line $i of many; i=$((i+1)); done";
        ContainerView made = containers.create(sh(script));
        Ran ran = start(made.id(), "");
        assertThat(ran.out().lines()).hasSize(20000);
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        containers.logs(made.id(), log, OutputStream.nullOutputStream());
        assertThat(log.toString(UTF_8)).isEqualTo(ran.out());
    }

    @Test
    void aProgramThatIsNotThereIs127() {
        String id = containers.create(spec("nosuchcmd").create()).id();
        assertThatThrownBy(() -> start(id, ""))
                .isInstanceOf(CooperException.StartFailed.class)
                .hasMessageContaining("exec: \"nosuchcmd\": executable file not found in $PATH")
                .extracting(e -> ((CooperException.StartFailed) e).exitCode())
                .isEqualTo(127);
        assertThat(containers.find(id))
                .returns(Status.CREATED, ContainerView::status)
                .returns(127, ContainerView::exitCode)
                .matches(each -> each.error().isPresent());
    }

    @Test
    void volumesAreTheHostsFolders() throws IOException, InterruptedException {
        Path made = temp.resolve("a/b");
        Ran ran =
                run(
                        spec("sh", "-c", "echo x > /data/f; cat /ro/passwd; touch /ro/f || echo no")
                                .volume(made, "/data", false)
                                .volume(Path.of("/etc"), "/ro", true)
                                .create());
        assertThat(made.resolve("f")).hasContent("x");
        assertThat(ran.out()).contains("root:").endsWith("no\n");
        assertThatThrownBy(() -> run(spec("id").volume(made, "/..", false).create()))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessageContaining("destination can't be '/'");
    }

    @Test
    void anImagesVolumesAreFoldersOfTheContainer() throws IOException, InterruptedException {
        Busybox.into(cooper, "vol", List.of("VOLUME /var/data", "CMD [\"ls\", \"/var\"]"));
        assertThat(run(ContainerSpec.of("vol")).out()).isEqualTo("data\n");
    }

    @Test
    void namesAreUniqueAndChecked() {
        ContainerView first = containers.create(spec("id").name("c2").create());
        assertThatThrownBy(() -> containers.create(spec("id").name("c2").create()))
                .isInstanceOf(CooperException.Conflict.class)
                .hasMessage(
                        "Conflict. The container name \"/c2\" is already in use by container \""
                                + first.id()
                                + "\". You have to remove (or rename) that container to be able to reuse that name.");
        assertThatThrownBy(() -> containers.create(spec("id").name("../x").create()))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessageStartingWith("Invalid container name (../x)");
        assertThat(containers.create(spec("id").create()).name()).matches("[a-z]+_[a-z]+");
        for (String none : List.of("nosuch", "../c2", "", "c2\n", "-rf")) {
            assertThatThrownBy(() -> containers.find(none))
                    .isInstanceOf(CooperException.NotFound.class)
                    .hasMessage("No such container: " + none);
        }
        assertThatThrownBy(() -> containers.create(ContainerSpec.of("nosuch:image")))
                .isInstanceOf(CooperException.NotFound.class)
                .hasMessage("No such image: nosuch:image");
    }

    @Test
    void theNewestContainerComesFirst() {
        List<String> ids =
                List.of(
                        containers.create(spec("id").create()).id(),
                        containers.create(spec("id").create()).id());
        assertThat(containers.list())
                .extracting(ContainerView::id)
                .containsExactlyElementsOf(ids.reversed());
        containers.remove(ids.getFirst(), false);
        assertThat(containers.list()).hasSize(1);
    }

    @Test
    void filesAreCopiedInAndOut() throws IOException, InterruptedException {
        Path file = Files.writeString(temp.resolve("file"), "from the host");
        ContainerView made = containers.create(sh("cat /tmp/file; echo made > /tmp/made"));
        containers.copyIn(file, made.id(), "/tmp", false);
        assertThat(start(made.id(), "").out()).isEqualTo("from the host");
        containers.copyOut(made.id(), "/tmp/made", temp.resolve("out"), false);
        assertThat(temp.resolve("out")).hasContent("made");
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        containers.copyOut(made.id(), "/tmp", tar, false);
        ContainerView second = containers.create(sh("cat /etc/tmp/made"));
        containers.copyIn(new ByteArrayInputStream(tar.toByteArray()), second.id(), "/etc");
        assertThat(start(second.id(), "").out()).isEqualTo("made\n");
    }

    @Test
    void oneThatIsToBeRemovedIsGoneAfterItsRun() throws InterruptedException {
        assertThat(run(spec("id").autoRemove(true).create()).code()).isZero();
        assertThatThrownBy(() -> run(spec("nosuchcmd").autoRemove(true).create()))
                .isInstanceOf(CooperException.StartFailed.class);
        assertThat(containers.list()).isEmpty();
    }

    /// A container that runs, and the thread that waits for it.
    private final class Running implements AutoCloseable {
        final String id;
        final FutureTask<Integer> result;
        final Thread thread;

        /// Returns once the program has printed something.
        Running(ContainerSpec spec) throws InterruptedException {
            id = containers.create(spec).id();
            CountDownLatch printed = new CountDownLatch(1);
            OutputStream out =
                    new OutputStream() {
                        @Override
                        public void write(int b) {
                            printed.countDown();
                        }
                    };
            result =
                    new FutureTask<>(() ->
                            containers.start(
                                    id,
                                    new ContainerStreams(
                                            Optional.empty(),
                                            out,
                                            OutputStream.nullOutputStream())));
            thread = Thread.ofPlatform().start(result);
            printed.await();
        }

        @Override
        public void close() {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError("the test ran out of time", e);
            }
        }
    }

    private static final String FOREVER = "echo up; while true; do sleep 1; done";

    @Test
    void oneThatRunsIsLeftAloneUnlessForced()
            throws IOException, InterruptedException, ExecutionException {
        try (Running running = new Running(sh(FOREVER));
                Cooper other = Cooper.open(temp.resolve("store"))) {
            Containers others = other.containers();
            String id = running.id;
            assertThat(others.find(id).status()).isEqualTo(Status.RUNNING);
            assertThatThrownBy(() -> others.remove(id, false))
                    .isInstanceOf(CooperException.Conflict.class)
                    .hasMessage(
                            "cannot remove container \"/"
                                    + others.find(id).name()
                                    + "\": container is running: stop the container before removing or force remove");
            assertThatThrownBy(() -> others.copyOut(id, "/etc", temp, false))
                    .isInstanceOf(CooperException.Conflict.class);
            assertThatThrownBy(() -> start(id, "")).isInstanceOf(CooperException.Conflict.class);
            assertThatThrownBy(() ->
                            other.images()
                                    .remove(other.containers().find(id).imageId().toString(), true))
                    .isInstanceOf(CooperException.Conflict.class)
                    .hasMessageContaining("(cannot be forced) - image is being used by running");
            assertThat(others.signal(id, 9)).isFalse();
            others.remove(id, true);
            assertThat(running.result.get()).isEqualTo(137);
            assertThat(containers.list()).isEmpty();
        }
    }

    @Test
    void aSignalReachesTheProgram() throws InterruptedException, ExecutionException {
        try (Running running = new Running(sh("trap 'exit 5' TERM; " + FOREVER))) {
            assertThat(containers.signal(running.id, 15)).isTrue();
            assertThat(running.result.get()).isEqualTo(5);
            assertThat(containers.signal(running.id, 15)).isFalse();
        }
    }

    @Test
    void anInterruptKillsTheProgramAndLeavesTheContainerStopped() throws InterruptedException {
        Running running = new Running(sh(FOREVER));
        running.close();
        assertThatThrownBy(running.result::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(containers.find(running.id))
                .returns(Status.EXITED, ContainerView::status)
                .returns(137, ContainerView::exitCode);
        containers.remove(running.id, false);
    }

    @Test
    void outputThatNobodyTakesEndsTheProgram() {
        OutputStream broken =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                };
        String id = containers.create(sh(FOREVER)).id();
        assertThatThrownBy(() ->
                        containers.start(
                                id,
                                new ContainerStreams(
                                        Optional.empty(), broken, OutputStream.nullOutputStream())))
                .isInstanceOf(CooperException.SystemFailure.class)
                .hasMessageContaining("Broken pipe");
        assertThat(containers.find(id).status()).isEqualTo(Status.EXITED);
    }

    @Test
    void anInterruptEndsARunWhoseOutputNobodyReads() throws InterruptedException {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        stuck.countDown();
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    }
                };
        String id = containers.create(sh(FOREVER)).id();
        ContainerStreams streams =
                new ContainerStreams(Optional.empty(), full, OutputStream.nullOutputStream());
        FutureTask<Integer> result = new FutureTask<>(() -> containers.start(id, streams));
        Thread thread = Thread.ofPlatform().start(result);
        stuck.await();
        thread.interrupt();
        thread.join();
        assertThat(containers.find(id).exitCode()).isEqualTo(137);
        never.countDown();
    }

    /// Runs a container in a JVM of its own: `STORE ID`.
    public static final class OtherProcess {
        private OtherProcess() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (Cooper cooper = Cooper.open(Path.of(arguments[0]))) {
                cooper.containers()
                        .start(
                                arguments[1],
                                new ContainerStreams(Optional.empty(), System.out, System.err));
            }
        }

        /// Returns once the program has printed a line.
        static Process start(Path store, String id) throws IOException {
            Process process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                    "--enable-native-access=ALL-UNNAMED",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    OtherProcess.class.getName(),
                                    store.toString(),
                                    id)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            assertThat(process.inputReader().readLine()).isEqualTo("up");
            return process;
        }
    }

    @Test
    void anotherProcessKillsAndRemoves() throws IOException, InterruptedException {
        String id = containers.create(sh(FOREVER)).id();
        Process other = OtherProcess.start(temp.resolve("store"), id);
        try {
            assertThat(containers.find(id).status()).isEqualTo(Status.RUNNING);
            containers.remove(id, true);
            assertThat(containers.list()).isEmpty();
            assertThat(other.waitFor()).isZero();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void oneWhoseProcessWasKilledHasExited() throws IOException, InterruptedException {
        String kept = containers.create(sh(FOREVER)).id();
        String gone = containers.create(spec("sh", "-c", FOREVER).autoRemove(true).create()).id();
        for (String id : List.of(kept, gone)) {
            Process other = OtherProcess.start(temp.resolve("store"), id);
            other.destroyForcibly().waitFor();
        }
        assertThat(containers.list())
                .singleElement()
                .returns(kept, ContainerView::id)
                .returns(Status.EXITED, ContainerView::status)
                .returns(137, ContainerView::exitCode);
    }

    @Test
    void infoCountsWhatIsThere() throws InterruptedException {
        run(spec("id").create());
        SystemInfo info = cooper.info();
        assertThat(info.images()).isEqualTo(1);
        assertThat(info.containersStopped()).isEqualTo(1);
        assertThat(info.containersRunning()).isZero();
        assertThat(info.runtimes()).isNotEmpty().first().isEqualTo(info.isolation());
        assertThat(info.version()).matches("[0-9].*");
        assertThat(info.memoryBytes()).isPositive();
    }

    @Test
    void oneStoreServesManyAtOnce() throws Exception {
        List<FutureTask<String>> runs = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String text = "number " + i;
            FutureTask<String> run =
                    new FutureTask<>(() -> {
                        try (Cooper other = Cooper.open(temp.resolve("store"))) {
                            other.images().tag("box", "box:" + text.charAt(7));
                            ByteArrayOutputStream out = new ByteArrayOutputStream();
                            String id =
                                    other.containers()
                                            .create(spec("echo", text).autoRemove(true).create())
                                            .id();
                            other.containers()
                                    .start(
                                            id,
                                            new ContainerStreams(
                                                    Optional.empty(),
                                                    out,
                                                    OutputStream.nullOutputStream()));
                            return out.toString(UTF_8);
                        }
                    });
            Thread.ofPlatform().start(run);
            runs.add(run);
        }
        for (int i = 0; i < runs.size(); i++) {
            assertThat(runs.get(i).get()).isEqualTo("number " + i + "\n");
        }
        assertThat(containers.list()).isEmpty();
        assertThat(cooper.images().find("box").tags()).hasSize(9);
    }
}
