// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.cli.command.Play.Result;
import dev.cooper.engine.PulledImage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryVerbsTests {
    private final Play play = new Play();

    private void pullable(String name, boolean changed) {
        play.images.pullable.put(
                FakeImages.reference(name).familiar(),
                new PulledImage(
                        FakeImages.id(9), FakeImages.reference(name), FakeImages.id(5), changed));
    }

    @Test
    void pullSaysWhatDockerSays() {
        pullable("busybox", true);
        assertThat(play.run("pull", "busybox"))
                .isEqualTo(
                        new Result(
                                0,
                                """
                                Using default tag: latest
                                latest: Pulling from library/busybox
                                0123456789ab: Pulling fs layer
                                0123456789ab: Download complete
                                0123456789ab: Pull complete
                                ba9876543210: Already exists
                                Digest: %s
                                Status: Downloaded newer image for busybox:latest
                                docker.io/library/busybox:latest
                                """
                                        .formatted(FakeImages.id(5)),
                                ""));
        assertThat(play.run("image", "pull", "-q", "busybox").out())
                .isEqualTo("docker.io/library/busybox:latest\n");
        assertThat(play.run("pull", "--platform", "linux/arm64", "busybox:latest").out())
                .doesNotContain("default tag");
        assertThat(play.images.calls).contains("pull busybox:latest for linux/arm64");
        pullable("busybox", false);
        assertThat(play.run("pull", "busybox").out())
                .contains("Status: Image is up to date for busybox:latest");
        assertThat(play.run("pull", "nosuch"))
                .isEqualTo(
                        new Result(
                                1,
                                "Using default tag: latest\n",
                                "Error response from daemon: pull access denied for nosuch\n"));
    }

    @Test
    void pullsEveryTag() {
        play.registries.tags = List.of("1", "2");
        pullable("busybox:1", true);
        pullable("busybox:2", true);
        assertThat(play.run("pull", "-a", "busybox").out())
                .contains("1: Pulling from library/busybox")
                .contains("2: Pulling from library/busybox")
                .endsWith("docker.io/library/busybox\n");
        assertThat(play.run("pull", "-a", "busybox:1").err())
                .isEqualTo("tag can't be used with --all-tags/-a\n");
    }

    @Test
    void pushSaysWhatDockerSays() {
        play.images.add(1, 5, 0, Map.of(), "me/x:latest", "me/x:2");
        assertThat(play.run("push", "me/x"))
                .isEqualTo(
                        new Result(
                                0,
                                """
                                Using default tag: latest
                                The push refers to repository [docker.io/me/x]
                                0123456789ab: Preparing
                                0123456789ab: Pushed
                                aaaaaaaaaaaa: Layer already exists
                                bbbbbbbbbbbb: Mounted from library/x
                                latest: digest: %s size: 527
                                """
                                        .formatted(FakeImages.id(8)),
                                ""));
        assertThat(play.run("image", "push", "-q", "me/x:2").out()).isEqualTo("docker.io/me/x:2\n");
        play.images.calls.clear();
        assertThat(play.run("push", "-a", "me/x").code()).isZero();
        assertThat(play.images.calls).containsExactly("push me/x:2", "push me/x:latest");
    }

    @Test
    void runPullsWhatIsMissingAndSaysSoBesideItsOutput() {
        pullable("alpine", true);
        Result result = play.run("create", "alpine");
        assertThat(result.err())
                .startsWith(
                        "Unable to find image 'alpine:latest' locally\nlatest: Pulling from library/alpine\n")
                .endsWith("Status: Downloaded newer image for alpine:latest\n");
        assertThat(result.out()).doesNotContain("Pull");
        assertThat(play.run("run", "--pull", "never", "nosuch").err())
                .startsWith("docker: Error response from daemon: No such image: nosuch");
        assertThat(play.run("run", "--pull", "sometimes", "nosuch").err())
                .contains("invalid pull option: 'sometimes'");
        play.images.calls.clear();
        play.run("create", "--pull", "always", "-q", "alpine");
        assertThat(play.images.calls).containsExactly("pull alpine");
    }

    @Test
    void buildPushesEachTag() {
        assertThat(play.run("build", "--push", "-").err())
                .contains("tag is needed when pushing to registry");
    }

    @Test
    void logsInAndOut() {
        play.input = "secret\n".getBytes(StandardCharsets.UTF_8);
        Result result =
                play.run("login", "-u", "user", "--password-stdin", "https://a.example/v1/");
        assertThat(result.out()).isEqualTo("Login Succeeded\n");
        assertThat(result.err())
                .contains("stored unencrypted in '/root/.docker/config.json'")
                .doesNotContain("secret");
        assertThat(play.run("login", "-u", "user", "-p", "secret").err())
                .startsWith("WARNING! Using --password via the CLI is insecure.");
        assertThat(play.run("logout").out())
                .isEqualTo("Removing login credentials for docker.io\n");
        assertThat(play.run("logout", "a.example").out()).isEqualTo("Not logged in to a.example\n");
        assertThat(play.registries.calls)
                .containsExactly(
                        "login a.example user secret",
                        "login docker.io user secret",
                        "logout docker.io",
                        "logout a.example");
        assertThat(play.run("login", "--password-stdin").err())
                .isEqualTo("Must provide --username with --password-stdin\n");
        assertThat(play.run("login", "-u", "u").err())
                .isEqualTo("Error: Cannot perform an interactive login from a non TTY device\n");
    }

    @Test
    void showsWhatARegistryHas() {
        assertThat(play.run("manifest", "inspect", "x").out())
                .isEqualTo("{\n\t\"mediaType\": \"a/b\"\n}\n");
        assertThat(play.run("buildx", "imagetools", "inspect", "--raw", "x").out())
                .isEqualTo("{\"mediaType\":\"a/b\"}");
        assertThat(play.run("buildx", "imagetools", "inspect", "x").out())
                .startsWith(
                        "Name:      docker.io/library/x:latest\nMediaType: a/b\nDigest:    sha256:");
    }
}
