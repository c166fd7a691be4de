// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.BuildLog;
import dev.cooper.testkit.Command;
import dev.cooper.testkit.Context;
import dev.cooper.testkit.Cooper;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `RUN`, and what of the instructions around it reaches it: SHELL, ENV, ARG, WORKDIR, USER.
@Tag("once")
class RunInstructionTests {
    @TempDir private static Path folder;
    private static Cooper cooper;
    @TempDir private Path here;
    private Context context;

    @BeforeAll
    static void store() {
        cooper = Cooper.on(folder.resolve("store")).withBase("busybox");
    }

    @BeforeEach
    void emptyContext() {
        context = Context.in(here);
    }

    /// What the one RUN of a Dockerfile printed on both streams.
    private List<String> printed(String... lines) {
        context.dockerfile(lines);
        BuildLog log = cooper.build(context, "--no-cache");
        return log.steps().entrySet().stream()
                .filter(each -> each.getKey().matches("\\[.*] RUN .*"))
                .flatMap(each -> each.getValue().stream())
                .filter(each -> each.startsWith("0.000 "))
                .map(each -> each.substring("0.000 ".length()))
                .toList();
    }

    @Test
    void theShellForm() {
        assertThat(
                        printed(
                                "FROM busybox",
                                "RUN echo \"$0\" && echo a  b 'c  d' | cat; for i in 1 2; do echo $i; done"))
                .containsExactly("/bin/sh", "a b c  d", "1", "2");
    }

    @Test
    void theExecForm() {
        assertThat(printed("FROM busybox", "ENV X=1", "RUN [\"echo\", \"a  b\", \"$X\", \"*\"]"))
                .containsExactly("a  b $X *");
        // What is no JSON is a shell's command.
        assertThat(printed("FROM busybox", "RUN [ 'a' = 'a' ] && echo shell"))
                .containsExactly("shell");
    }

    @Test
    void anotherShell() {
        assertThat(
                        printed(
                                "FROM busybox",
                                "SHELL [\"/bin/busybox\", \"awk\"]",
                                "RUN BEGIN { print \"by awk\", 6 * 7 }",
                                "SHELL [\"/bin/sh\", \"-ec\"]",
                                "RUN echo back"))
                .containsExactly("by awk 42", "back");
    }

    @Test
    void variables() {
        assertThat(
                        printed(
                                "FROM busybox",
                                "ENV A=1 B=\"two words\" C=$A",
                                "ENV OLD the rest of  the line",
                                "ARG D=default",
                                "ARG UNSET",
                                "ARG EMPTY=",
                                "ENV E=$D-${UNSET:-none}",
                                "ENV A=2",
                                "RUN echo \"$A|$B|$C|$OLD|$D|${UNSET-unset}|${EMPTY-unset}|$E\""))
                .containsExactly("2|two words||the rest of  the line|default|unset||default-none");
    }

    @Test
    void anArgumentIsForTheStepsAfterItAndNotForTheImage() {
        context.dockerfile(
                "FROM busybox",
                "RUN echo ${V-unset} > /a",
                "ARG V=1",
                "RUN echo $V > /b",
                "ENV KEPT=$V");
        cooper.build(context, "-t", "scope", "--build-arg", "V=given");
        assertThat(cooper.shell("scope", "cat /a /b; echo ${V-unset} $KEPT"))
                .isEqualTo("unset\ngiven\nunset given");
        assertThat(cooper.ok("history", "--no-trunc", "--format", "{{.CreatedBy}}", "scope").out())
                .contains("RUN |1 V=given /bin/sh -c echo $V > /b # buildkit\n")
                .contains("RUN /bin/sh -c echo ${V-unset} > /a # buildkit\n");
    }

    @Test
    void proxiesAreForRunAloneAndLeaveNoTrace() {
        context.dockerfile("FROM busybox", "RUN echo $HTTP_PROXY $https_proxy > /proxy");
        cooper.build(
                context,
                "-t",
                "proxy",
                "--build-arg",
                "HTTP_PROXY=http://p:1",
                "--build-arg",
                "https_proxy=http://p:2");
        assertThat(cooper.shell("proxy", "cat /proxy; echo ${HTTP_PROXY-unset}"))
                .isEqualTo("http://p:1 http://p:2\nunset");
        assertThat(cooper.ok("history", "--no-trunc", "proxy").out()).doesNotContain("http://p");
        // Another one is no reason to run the step again.
        BuildLog again = cooper.build(context, "--build-arg", "HTTP_PROXY=http://other");
        assertThat(again.cached("RUN echo $HTTP_PROXY $https_proxy > /proxy")).isTrue();
    }

    @Test
    void folders() {
        context.dockerfile(
                "FROM busybox",
                "WORKDIR /a",
                "WORKDIR b/c",
                "RUN pwd > here",
                "ENV D=d",
                "WORKDIR ../$D/./e/",
                "RUN pwd > here",
                "USER 33:1",
                "WORKDIR /of/the/user",
                "RUN touch mine");
        cooper.build(context, "-t", "folders");
        assertThat(
                        cooper.shell(
                                "folders",
                                "pwd; cat /a/b/c/here /a/b/d/e/here; stat -c '%U %a' /of/the/user /a/b"))
                .isEqualTo("/of/the/user\n/a/b/c\n/a/b/d/e\nwww-data 755\nroot 755");
    }

    @Test
    void users() {
        assertThat(
                        printed(
                                "FROM busybox",
                                "USER www-data",
                                "RUN id && echo $HOME",
                                "USER 1234",
                                "RUN id",
                                "USER nobody:daemon",
                                "RUN id",
                                "USER 0:33",
                                "RUN id"))
                .containsExactly(
                        "uid=33(www-data) gid=33(www-data) groups=33(www-data)",
                        "/var/www",
                        "uid=1234 gid=0(root) groups=0(root)",
                        "uid=65534(nobody) gid=1(daemon) groups=1(daemon)",
                        "uid=0(root) gid=33(www-data) groups=33(www-data)");
    }

    @Test
    void hereDocuments() {
        assertThat(
                        printed(
                                "FROM busybox",
                                "RUN <<EOF",
                                "echo one",
                                "echo \"$0\"",
                                "EOF",
                                "RUN cat <<'A' && cat <<-B",
                                "raw $HOME",
                                "A",
                                "\tindented $HOME",
                                "\tB",
                                "RUN <<EOF",
                                "#!/bin/awk -f",
                                "BEGIN { print \"script\" }",
                                "EOF"))
                .containsExactly("one", "/bin/sh", "raw $HOME", "indented /root", "script");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unshare", "oci"})
    void aStepLeavesOnlyWhatItMade(String driver) {
        context.dockerfile(
                "FROM busybox AS run",
                "RUN echo x > /made",
                "FROM scratch",
                "COPY --from=run /made /",
                "FROM run");
        Cooper by = cooper.isolatedBy(driver);
        by.build(context, "--no-cache", "-t", "made-" + driver);
        String tar = folder.resolve(driver + ".tar").toString();
        by.ok("save", "-o", tar, "made-" + driver);
        assertThat(
                        Command.of(
                                        "sh",
                                        "-euc",
                                        "last=$(tar -xOf \"$0\" manifest.json | grep -o 'Layers\":\\[[^]]*' | grep -o 'blobs/[a-z0-9/]*' | tail -n 1);"
                                                + " tar -xOf \"$0\" \"$last\" | tar -tf -",
                                        tar)
                                .run()
                                .ok()
                                .out())
                .isEqualTo("made\n");
    }

    @Test
    void standardInputIsEmptyAndThereIsNoTerminal() {
        assertThat(printed("FROM busybox", "RUN cat; [ -t 0 ] || [ -t 1 ] || echo none"))
                .containsExactly("none");
    }

    @Test
    void noNetwork() {
        assertThat(printed("FROM busybox", "RUN --network=none ls /sys/class/net"))
                .containsExactly("lo");
        context.dockerfile("FROM busybox", "RUN ls /sys/class/net");
        assertThat(
                        cooper.build(context, "--no-cache", "--network", "none")
                                .step("RUN ls /sys/class/net"))
                .contains("0.000 lo")
                .hasSize(2);
    }
}
