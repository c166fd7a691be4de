// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Context;
import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Masked;
import dev.cooper.testkit.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes into the image's config: settings, history, and both as the JSON that others read.
@Tag("once")
class ConfigInstructionTests {
    private static final String PATH =
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

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

    private void build(String... lines) {
        context.dockerfile(lines);
        cooper.build(context, "-t", "image");
    }

    private static String config(String template) {
        return cooper.ok("inspect", "-f", template, "image").text();
    }

    @Test
    void everySetting() {
        build(
                "FROM busybox",
                "MAINTAINER Ada <ada@example.org>",
                "ENV A=1 B=\"b c\"",
                "LABEL one=1 \"two words\"=\"2 2\" three=$A",
                "EXPOSE 80 53/UDP 8000-8002",
                "EXPOSE $A/tcp",
                "VOLUME /data /more",
                "VOLUME [\"/v 1\", \"/v2\"]",
                "WORKDIR /w",
                "USER 12:13",
                "STOPSIGNAL SIGQUIT",
                "SHELL [\"/bin/sh\", \"-ec\"]",
                "HEALTHCHECK --interval=5s --timeout=1m30s --start-period=2s --retries=4 CMD wget -q x || exit 1",
                "ENTRYPOINT [\"/bin/echo\", \"a b\"]",
                "CMD [\"c\", \"$A\"]");
        assertThat(config("{{json .Config.Env}}"))
                .isEqualTo("[\"" + PATH + "\",\"A=1\",\"B=b c\"]");
        assertThat(config("{{json .Config.Labels}}"))
                .isEqualTo("{\"one\":\"1\",\"three\":\"1\",\"two words\":\"2 2\"}");
        assertThat(config("{{json .Config.ExposedPorts}}"))
                .isEqualTo(
                        "{\"1/tcp\":{},\"53/udp\":{},\"80/tcp\":{},\"8000/tcp\":{},\"8001/tcp\":{},\"8002/tcp\":{}}");
        assertThat(config("{{json .Config.Volumes}}"))
                .isEqualTo("{\"/data\":{},\"/more\":{},\"/v 1\":{},\"/v2\":{}}");
        assertThat(
                        config(
                                "{{.Author}}|{{.Config.WorkingDir}}|{{.Config.User}}|{{.Config.StopSignal}}|{{json .Config.Shell}}"))
                .isEqualTo("Ada <ada@example.org>|/w|12:13|SIGQUIT|[\"/bin/sh\",\"-ec\"]");
        assertThat(config("{{json .Config.Healthcheck}}"))
                .isEqualTo(
                        "{\"Test\":[\"CMD-SHELL\",\"wget -q x || exit 1\"],\"Interval\":5000000000,\"Timeout\":90000000000,\"StartPeriod\":2000000000,\"Retries\":4}");
        assertThat(config("{{json .Config.Entrypoint}} {{json .Config.Cmd}}"))
                .isEqualTo("[\"/bin/echo\",\"a b\"] [\"c\",\"$A\"]");
        assertThat(cooper.ok("run", "--rm", "--network", "none", "image").out())
                .isEqualTo("a b c $A\n");
        assertThat(cooper.ok("run", "--rm", "--network", "none", "image", "d").out())
                .isEqualTo("a b d\n");
    }

    @Test
    void shellForms() {
        build("FROM busybox", "ENV X=x", "ENTRYPOINT echo entry $X", "CMD ignored");
        assertThat(config("{{json .Config.Entrypoint}} {{json .Config.Cmd}}"))
                .isEqualTo(
                        "[\"/bin/sh\",\"-c\",\"echo entry $X\"] [\"/bin/sh\",\"-c\",\"ignored\"]");
        assertThat(cooper.ok("run", "--rm", "--network", "none", "image").out())
                .isEqualTo("entry x\n");
        build("FROM busybox", "SHELL [\"/bin/sh\", \"-xc\"]", "CMD echo 1");
        assertThat(config("{{json .Config.Cmd}}")).isEqualTo("[\"/bin/sh\",\"-xc\",\"echo 1\"]");
    }

    @Test
    void anEntrypointTakesTheInheritedCommandAway() {
        build("FROM busybox AS a", "CMD [\"inherited\"]", "FROM a", "ENTRYPOINT [\"e\"]");
        assertThat(config("{{json .Config.Entrypoint}} {{json .Config.Cmd}}"))
                .isEqualTo("[\"e\"] null");
        build("FROM busybox AS a", "ENTRYPOINT [\"inherited\"]", "FROM a", "CMD [\"c\"]");
        assertThat(config("{{json .Config.Entrypoint}} {{json .Config.Cmd}}"))
                .isEqualTo("[\"inherited\"] [\"c\"]");
        build(
                "FROM busybox AS a",
                "ENTRYPOINT [\"inherited\"]",
                "FROM a",
                "ENTRYPOINT []",
                "CMD [\"echo\", \"x\"]");
        assertThat(cooper.ok("run", "--rm", "--network", "none", "image").out()).isEqualTo("x\n");
    }

    @Test
    void healthchecksOff() {
        build("FROM busybox", "HEALTHCHECK CMD [\"true\"]", "HEALTHCHECK NONE");
        assertThat(config("{{json .Config.Healthcheck}}")).isEqualTo("{\"Test\":[\"NONE\"]}");
    }

    @Test
    void whatIsForTheNextBuild() {
        context.file("f", "triggered\n")
                .dockerfile(
                        "FROM busybox",
                        "ONBUILD COPY f /f",
                        "ONBUILD ENV T=1",
                        "ONBUILD RUN cat /f > /g",
                        "RUN [ ! -e /f ]");
        cooper.build(context, "-t", "parent:1");
        assertThat(cooper.ok("inspect", "-f", "{{json .Config.OnBuild}}", "parent:1").text())
                .isEqualTo("[\"COPY f /f\",\"ENV T=1\",\"RUN cat /f > /g\"]");
        build("FROM parent:1", "RUN echo after $T >> /g");
        assertThat(cooper.shell("image", "cat /g")).isEqualTo("triggered\nafter 1");
        assertThat(config("{{json .Config.OnBuild}}")).isIn("null", "[]");
    }

    @Test
    void history() {
        context.file("f", "f");
        build(
                "FROM busybox",
                "MAINTAINER Ada",
                "ARG V=1",
                "ENV A=\"1 2\" B=$V",
                "WORKDIR /w",
                "COPY --chown=1:2 f f",
                "ADD f /g",
                "RUN echo \"$V\"",
                "RUN [\"true\", \"a b\"]",
                "USER 1",
                "VOLUME /v",
                "STOPSIGNAL 9",
                "SHELL [\"/bin/sh\", \"-c\"]",
                "ONBUILD RUN x",
                "LABEL a=\"b c\"",
                "HEALTHCHECK CMD true",
                "ENTRYPOINT [\"e\"]",
                "CMD echo");
        Result json = cooper.ok("history", "--no-trunc", "--format", "{{.CreatedBy}}", "image");
        assertThat(json.out())
                .startsWith(
                        """
                        CMD ["/bin/sh" "-c" "echo"]
                        ENTRYPOINT ["e"]
                        HEALTHCHECK &{["CMD-SHELL" "true"] "0s" "0s" "0s" "0s" '\\x00'}
                        LABEL a=b c
                        SHELL [/bin/sh -c]
                        STOPSIGNAL 9
                        VOLUME [/v]
                        USER 1
                        RUN |1 V=1 true a b # buildkit
                        RUN |1 V=1 /bin/sh -c echo "$V" # buildkit
                        ADD f /g # buildkit
                        COPY --chown=1:2 f f # buildkit
                        WORKDIR /w
                        ENV A=1 2 B=1
                        ARG V=1
                        MAINTAINER Ada
                        """);
    }

    @Test
    void theConfigAsOthersReadIt() {
        context.file("f", "f");
        build("FROM scratch", "COPY f /", "LABEL a=\"<&>\"", "CMD [\"/f\"]");
        String tar = folder.resolve("config.tar").toString();
        cooper.ok("save", "-o", tar, "image");
        String digest =
                cooper.ok("images", "-q", "--no-trunc", "image")
                        .text()
                        .substring("sha256:".length());
        String config = Command.of("tar", "-xOf", tar, "blobs/sha256/" + digest).run().ok().out();
        String architecture = cooper.ok("version", "-f", "{{.Server.Arch}}").text();
        assertThat(Masked.of(config).replaceAll("TIME\\.\\d+Z", "TIMEZ"))
                .isEqualTo(
                        "{\"architecture\":\""
                                + architecture
                                + "\",\"config\":{\"Env\":[\""
                                + PATH
                                + "\"],\"Cmd\":[\"/f\"],\"ArgsEscaped\":true,\"WorkingDir\":\"/\","
                                + "\"Labels\":{\"a\":\"\\u003c\\u0026\\u003e\"}},\"created\":\"DATETTIMEZ\",\"history\":["
                                + "{\"created\":\"DATETTIMEZ\",\"created_by\":\"COPY f / # buildkit\",\"comment\":\"buildkit.dockerfile.v0\"},"
                                + "{\"created\":\"DATETTIMEZ\",\"created_by\":\"LABEL a=\\u003c\\u0026\\u003e\",\"comment\":\"buildkit.dockerfile.v0\",\"empty_layer\":true},"
                                + "{\"created\":\"DATETTIMEZ\",\"created_by\":\"CMD [\\\"/f\\\"]\",\"comment\":\"buildkit.dockerfile.v0\",\"empty_layer\":true}],"
                                + "\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:"
                                + "x".repeat(64)
                                + "\"]}}");
    }
}
