// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Masked;
import dev.cooper.testkit.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `inspect` of images and containers: the documents, and templates over them.
@Tag("once")
class InspectTests {
    @TempDir private static Path folder;
    private static Cooper cooper;

    @BeforeAll
    static void store() {
        Recorded recorded = Recorded.in(folder);
        cooper = recorded.cooper();
        recorded.ok("build", "-q", "-t", "rec:1", "ok");
    }

    @Test
    void theDocumentOfAnImage() {
        String architecture = cooper.ok("info", "--format", "{{.Architecture}}").text();
        assertThat(
                        Masked.of(cooper.ok("inspect", "rec:1").out())
                                .replaceAll("TIME\\.\\d+Z", "TIMEZ")
                                .replaceAll("\"Size\": [12]\\d{6},", "\"Size\": SIZE,"))
                .isEqualTo(
                        """
                        [
                            {
                                "Id": "sha256:ID",
                                "RepoTags": [
                                    "rec:1"
                                ],
                                "RepoDigests": [],
                                "Parent": "",
                                "Comment": "buildkit.dockerfile.v0",
                                "Created": "DATETTIMEZ",
                                "DockerVersion": "",
                                "Author": "",
                                "Config": {
                                    "Hostname": "",
                                    "Domainname": "",
                                    "User": "1000",
                                    "AttachStdin": false,
                                    "AttachStdout": false,
                                    "AttachStderr": false,
                                    "ExposedPorts": {
                                        "80/tcp": {}
                                    },
                                    "Tty": false,
                                    "OpenStdin": false,
                                    "StdinOnce": false,
                                    "Env": [
                                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
                                    ],
                                    "Cmd": [
                                        "/busybox",
                                        "cat",
                                        "/out"
                                    ],
                                    "ArgsEscaped": true,
                                    "Image": "",
                                    "Volumes": null,
                                    "WorkingDir": "/",
                                    "Entrypoint": null,
                                    "OnBuild": null,
                                    "Labels": {
                                        "org.example.title": "rec"
                                    }
                                },
                                "Architecture": "ARCHITECTURE",
                                "Os": "linux",
                                "Size": SIZE,
                                "GraphDriver": {
                                    "Data": null,
                                    "Name": "cooper"
                                },
                                "RootFS": {
                                    "Type": "layers",
                                    "Layers": [
                                        "sha256:ID"
                                    ]
                                },
                                "Metadata": {
                                    "LastTagTime": "DATETTIMEZ"
                                }
                            }
                        ]
                        """
                                .replace("ID\"", "x".repeat(64) + "\"")
                                .replace(
                                        "ARCHITECTURE",
                                        architecture.equals("x86_64") ? "amd64" : "arm64"));
    }

    @Test
    void templates() {
        Result three =
                cooper.ok(
                        "inspect",
                        "--format",
                        "{{.Config.Cmd}} {{json .Config.Env}} {{index .RepoTags 0}}",
                        "rec:1");
        assertThat(three.out())
                .isEqualTo(
                        "[/busybox cat /out] [\"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\"] rec:1\n");
        assertThat(cooper.ok("image", "inspect", "-f", "{{len .RootFS.Layers}}", "rec:1").text())
                .isEqualTo("1");
        assertThat(
                        cooper.ok(
                                        "inspect",
                                        "-f",
                                        "{{range $p, $_ := .Config.ExposedPorts}}{{$p}}{{end}}",
                                        "rec:1")
                                .text())
                .isEqualTo("80/tcp");
    }

    @Test
    void byIdAndByABeginningOfIt() {
        String id = cooper.ok("images", "-q", "--no-trunc", "rec:1").text();
        assertThat(cooper.ok("inspect", "-f", "{{.Id}}", id).text()).isEqualTo(id);
        assertThat(cooper.ok("inspect", "-f", "{{.Id}}", id.substring(7, 15)).text()).isEqualTo(id);
    }

    @Test
    void aContainer() {
        cooper.run(
                        "run",
                        "--network",
                        "none",
                        "--name",
                        "c1",
                        "-e",
                        "X=1",
                        "-w",
                        "/tmp",
                        "busybox",
                        "sh",
                        "-c",
                        "exit 3")
                .exits(3);
        assertThat(
                        cooper.ok(
                                        "inspect",
                                        "c1",
                                        "--format",
                                        "{{.State.ExitCode}} {{.State.Status}} {{.State.Running}} {{.Path}} {{.Args}} {{.Name}}"
                                                + " {{.Config.WorkingDir}} {{.Config.Image}}")
                                .text())
                .isEqualTo("3 exited false sh [-c exit 3] /c1 /tmp busybox");
        assertThat(cooper.ok("container", "inspect", "-f", "{{.Image}}", "c1").text())
                .isEqualTo(cooper.ok("images", "-q", "--no-trunc", "busybox").text());
        assertThat(cooper.ok("inspect", "-f", "{{index .Config.Env 0}}", "c1").text())
                .isEqualTo("X=1");
    }

    @Test
    void severalAtOnceAndOneOfThemMissing() {
        Result some = cooper.run("inspect", "-f", "{{.Os}}", "rec:1", "nosuch", "busybox").exits(1);
        assertThat(some.out()).isEqualTo("linux\nlinux\n");
        assertThat(some.err()).isEqualTo("Error: No such object: nosuch\n");
    }

    @Test
    void nothingOfThatName() {
        Result failed = cooper.run("inspect", "nosuch").exits(1);
        assertThat(failed.out()).isEqualTo("[]\n");
        assertThat(failed.err()).isEqualTo("Error: No such object: nosuch\n");
        Result image = cooper.run("image", "inspect", "nosuch").exits(1);
        assertThat(image.err())
                .isEqualTo("Error response from daemon: No such image: nosuch:latest\n");
        Result container = cooper.run("container", "inspect", "nosuch").exits(1);
        assertThat(container.err())
                .isEqualTo("Error response from daemon: No such container: nosuch\n");
    }
}
