// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.oci.Json;
import dev.cooper.testkit.Command;
import dev.cooper.testkit.Context;
import dev.cooper.testkit.Cooper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `layers` and `diff`, held against what other programs see in the same images.
class InspectionCommandTests {
    @TempDir private static Path folder;
    private static Cooper cooper;

    @BeforeAll
    static void images() {
        cooper = Cooper.on(folder.resolve("store")).withBase("busybox");
        Context context =
                Context.in(folder.resolve("context"))
                        .file("large", "x".repeat(300_000))
                        .file("a", "1")
                        .dockerfile(
                                "FROM busybox",
                                "COPY large a /data/",
                                "RUN rm /data/large && echo 2 >> /data/a && mkdir -p /srv/x && echo y > /srv/x/y",
                                "CMD [\"one\"]");
        cooper.build(context, "-t", "x:1");
        context.file("a", "3")
                .dockerfile(
                        "FROM busybox",
                        "COPY --chown=7:7 a /data/",
                        "RUN rm /etc/passwd && ln -s nowhere /srv",
                        "ENV A=1",
                        "CMD [\"two\"]");
        cooper.build(context, "-t", "x:2");
    }

    private static Json.Obj object(String json) throws Exception {
        return Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void layersAddUpToWhatTheImageHas() throws Exception {
        String text = cooper.ok("layers", "x:1").out();
        assertThat(text)
                .contains("Layer 2: 300kB, 2 files, 300kB wasted")
                .contains("large  (deleted in layer 3)")
                .contains("    300kB in 1 layer   /data/large");
        Json.Obj json =
                object(cooper.ok("layers", "--format", "json", "--depth", "50", "x:1").out());
        assertThat(json.longValue("Size", 0))
                .isEqualTo(Long.parseLong(cooper.ok("inspect", "-f", "{{.Size}}", "x:1").text()));
        assertThat(json.longValue("Wasted", 0)).isEqualTo(300_001);
        // What isn't wasted is what umoci finds after it has put the layers together.
        Path layout = folder.resolve("layout");
        cooper.ok("image", "convert", "x:1", layout.toString());
        Path bundle = folder.resolve("bundle");
        Command.of("umoci", "unpack", "--image", layout + ":1", bundle.toString()).run().ok();
        assertThat(json.longValue("Size", 0) - json.longValue("Wasted", 0))
                .isEqualTo(bytes(bundle.resolve("rootfs")));
        assertThat(cooper.ok("layers", "--layer", "3", "--depth", "9", "x:1").out())
                .contains("A -rw-r--r--       0:0       2B      y")
                .doesNotContain("Layer 2:");
    }

    /// Names of one file count once.
    private static long bytes(Path tree) throws Exception {
        TreeSet<String> seen = new TreeSet<>();
        long sum = 0;
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                if (!Files.isSymbolicLink(each)
                        && seen.add(String.valueOf(Files.getAttribute(each, "unix:ino")))) {
                    sum += Files.size(each);
                }
            }
        }
        return sum;
    }

    @Test
    void diffIsWhatLiesBetweenTwoTrees() throws Exception {
        assertThat(cooper.ok("diff", "x:1", "x:2").out().lines())
                .contains(
                        "C drwxr-xr-x     7:7       0B /data (owner was 0:0)",
                        "C -rw-r--r--     7:7       1B /data/a (content, was 3B, owner was 0:0)",
                        "D -rw-r--r--     0:0       2B /srv/x/y",
                        "- Cmd [\"one\"]",
                        "+ Cmd [\"two\"]",
                        "+ Env A 1")
                .anyMatch(line -> line.startsWith("D ") && line.endsWith(" /etc/passwd"))
                .anyMatch(line -> line.startsWith("C lrwxrwxrwx") && line.contains(" /srv ("));
        Json.Obj json = object(cooper.ok("diff", "--format", "json", "x:1", "x:2").out());
        assertThat(json.longValue("SameLayers", 0)).isEqualTo(1);
        assertThat(json.objects("Files"))
                .extracting(each -> each.string("Path"))
                .containsExactly("/data", "/data/a", "/etc/passwd", "/srv", "/srv/x", "/srv/x/y");
        assertThat(cooper.ok("diff", "x:1", "x:1").out()).isEmpty();
    }

    @Test
    void aContainersChangesAreToldAsDockerTellsThem() {
        cooper.ok(
                "run",
                "--network=none",
                "--name",
                "changed",
                "x:1",
                "sh",
                "-c",
                "echo 1 > /data/new; rm /data/a");
        assertThat(cooper.ok("diff", "changed").out())
                .isEqualTo("C /data\nD /data/a\nA /data/new\n");
        assertThat(cooper.run("diff", "none").exits(1).err())
                .isEqualTo("Error response from daemon: No such container: none\n");
    }

    @Test
    void everyListIsToBeHadAsJson() throws Exception {
        cooper.ok("create", "--name", "json", "x:1");
        for (List<String> each :
                List.of(
                        List.of("history", "x:1"),
                        List.of("images"),
                        List.of("ps", "-a"),
                        List.of("layers", "x:1"),
                        List.of("diff", "x:1", "x:2"))) {
            String out =
                    cooper.ok(
                                    Stream.concat(each.stream(), Stream.of("--format", "json"))
                                            .toArray(String[]::new))
                            .out();
            assertThat(out).isNotEmpty();
            for (String line : out.lines().toList()) {
                assertThat(object(line).members()).as(each.toString()).isNotEmpty();
            }
        }
        assertThat(
                        Json.parse(
                                cooper.ok("inspect", "--format", "json", "x:1", "json")
                                        .out()
                                        .getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(Json.Arr.class, all -> assertThat(all.items()).hasSize(2));
    }
}
