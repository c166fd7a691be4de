// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.cli.command.Play.Result;
import dev.cooper.engine.ContainerChange;
import dev.cooper.engine.FileChange;
import dev.cooper.engine.FileChange.Aspect;
import dev.cooper.engine.FileFacts;
import dev.cooper.engine.HistoryEntry;
import dev.cooper.engine.ImageDifference;
import dev.cooper.engine.ImageLayers;
import dev.cooper.engine.ImageLayers.Change;
import dev.cooper.oci.Json;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InspectionVerbsTests {
    private static final FileFacts FOLDER = new FileFacts(FileFacts.Type.DIRECTORY, 01777, 0, 0, 0);
    private static final FileFacts FILE = new FileFacts(FileFacts.Type.FILE, 04755, 1000, -2, 2000);

    private final Play play = new Play();

    private static ImageLayers layers() {
        return new ImageLayers(
                FakeImages.id(1),
                4000,
                2000,
                List.of(
                        new ImageLayers.Layer(
                                1,
                                FakeImages.id(2),
                                Optional.empty(),
                                "RUN a\nb",
                                4000,
                                2000,
                                2,
                                List.of(
                                        entry("/d", Change.ADDED, FOLDER, 4000, 2000, 0),
                                        entry("/d/a\u001b[31m", Change.ADDED, FILE, 2000, 2000, 2),
                                        entry("/d/b", Change.CHANGED, FILE, 2000, 0, 0))),
                        new ImageLayers.Layer(
                                2,
                                FakeImages.id(3),
                                Optional.of(Play.NOW),
                                "",
                                0,
                                0,
                                1,
                                List.of(
                                        entry("/d", Change.SAME, FOLDER, 0, 0, 0),
                                        new ImageLayers.Entry(
                                                "/d/a",
                                                Change.DELETED,
                                                Optional.empty(),
                                                0,
                                                0,
                                                0,
                                                false)))),
                List.of(new ImageLayers.Waste("/d/a", 2000, 1)),
                true);
    }

    private static ImageLayers.Entry entry(
            String path, Change change, FileFacts file, long size, long wasted, int hiddenBy) {
        return new ImageLayers.Entry(
                path, change, Optional.of(file), size, wasted, hiddenBy, false);
    }

    @Test
    void layersAreShownAsTrees() {
        play.images.layers = layers();
        assertThat(play.run("layers", "x"))
                .isEqualTo(
                        new Result(
                                0,
                                """
                                Image:      %s
                                Size:       4kB in 2 layers
                                Wasted:     2kB
                                Efficiency: 50.0%%

                                Layer 1: 4kB, 2 files, 2kB wasted
                                  %s
                                  RUN a b
                                  A drwxrwxrwt       0:0      4kB  d/  (2kB wasted)
                                  A -rwsr-xr-x 1000:4294967294      2kB    a  (deleted in layer 2)
                                  C -rwsr-xr-x 1000:4294967294      2kB    b

                                Layer 2: 0B, 1 file
                                  %s
                                    drwxrwxrwt       0:0       0B  d/
                                  D                                  a

                                Most wasted:
                                       2kB in 1 layer   /d/a
                                """
                                        .formatted(
                                                FakeImages.id(1),
                                                FakeImages.id(2),
                                                FakeImages.id(3)),
                                ""));
        assertThat(
                        play.run(
                                        "image",
                                        "layers",
                                        "--layer",
                                        "2",
                                        "--depth=5",
                                        "--wasted",
                                        "0",
                                        "x")
                                .out())
                .doesNotContain("Layer 1:")
                .contains("Layer 2:");
        assertThat(play.images.calls)
                .containsExactly(
                        "layers of x to depth 2, layer 0, 10 wasted",
                        "layers of x to depth 5, layer 2, 0 wasted");
        assertThat(play.run("layers", "--depth", "x", "y").err())
                .contains("not a number from 0 on");
        assertThat(play.run("layers", "--format", "yaml", "y").err())
                .isEqualTo("invalid format \"yaml\": there is \"json\"\n");
    }

    @Test
    void layersAsJson() throws Exception {
        play.images.layers = layers();
        Json.Obj json =
                Json.parseObject(play.run("layers", "--format", "json", "x").out().getBytes(UTF_8));
        assertThat(json.longValue("Wasted", 0)).isEqualTo(2000);
        assertThat(json.get("Efficiency")).isEqualTo(new Json.Num("0.5000"));
        Json.Obj entry = json.objects("Layers").getFirst().objects("Entries").get(1);
        assertThat(entry.string("Path")).isEqualTo("/d/a\u001b[31m");
        assertThat(entry.string("Mode")).isEqualTo("4755");
        assertThat(entry.longValue("Gid", 0)).isEqualTo(4_294_967_294L);
        assertThat(entry.longValue("HiddenBy", 0)).isEqualTo(2);
        assertThat(json.objects("MostWasted").getFirst().string("Path")).isEqualTo("/d/a");
    }

    private static HistoryEntry step(String by) {
        return new HistoryEntry(Optional.empty(), by, "", 5, false);
    }

    private void difference() {
        play.images.changes.add(
                new FileChange("/new", Optional.empty(), Optional.of(FOLDER), Set.of()));
        play.images.changes.add(
                new FileChange(
                        "/f\nx",
                        Optional.of(new FileFacts(FileFacts.Type.FILE, 0644, 0, 0, 10)),
                        Optional.of(FILE),
                        EnumSet.of(Aspect.CONTENT, Aspect.MODE, Aspect.OWNER)));
        play.images.changes.add(
                new FileChange("/old", Optional.of(FILE), Optional.empty(), Set.of()));
        play.images.difference =
                new ImageDifference(
                        new ImageDifference.Side(FakeImages.id(1), 1000, 1),
                        new ImageDifference.Side(FakeImages.id(2), 2000, 2),
                        1,
                        List.of(
                                new ImageDifference.Setting(
                                        "Env A", Optional.of("1"), Optional.of("2")),
                                new ImageDifference.Setting(
                                        "Volumes /v", Optional.empty(), Optional.of(""))),
                        1,
                        List.of(step("RUN a")),
                        List.of(step("RUN b")));
    }

    @Test
    void imagesAreCompared() {
        difference();
        assertThat(play.run("diff", "x", "y"))
                .isEqualTo(
                        new Result(
                                0,
                                """
                                A drwxrwxrwt     0:0       0B /new
                                C -rwsr-xr-x 1000:4294967294      2kB /f x (content, was 10B, mode was 0644, owner was 0:0)
                                D -rwsr-xr-x 1000:4294967294      2kB /old
                                - Env A 1
                                + Env A 2
                                + Volumes /v
                                - history RUN a
                                + history RUN b
                                """,
                                "1kB in 1 layers -> 2kB in 2 layers, 1 in common\n"));
        play.run("diff", "--times", "x", "y");
        assertThat(play.images.calls).containsExactly("diff x y", "diff x y with times");
    }

    @Test
    void imagesAreComparedAsOneObject() throws Exception {
        difference();
        Json.Obj json =
                Json.parseObject(play.run("diff", "--format=json", "x", "y").out().getBytes(UTF_8));
        assertThat(json.objects("Files")).hasSize(3);
        assertThat(json.objects("Files").get(1).strings("Differs"))
                .containsExactly("content", "mode", "owner");
        assertThat(json.objects("Config").getFirst().string("Before")).isEqualTo("1");
        assertThat(json.requireObj("History").longValue("Same", 0)).isEqualTo(1);
        assertThat(json.requireObj("After").longValue("Size", 0)).isEqualTo(2000);
        play.images.changes.clear();
        assertThat(play.run("diff", "--format=json", "x", "y").out()).startsWith("{\"Files\":[],");
    }

    @Test
    void aContainersChangesAreDockersLines() {
        play.containers.known.add("box");
        play.run("create", "--name", "c", "box");
        play.containers.changes.add(new ContainerChange("/etc", FileChange.Kind.CHANGED));
        play.containers.changes.add(new ContainerChange("/etc/new", FileChange.Kind.ADDED));
        play.containers.changes.add(new ContainerChange("/old", FileChange.Kind.DELETED));
        assertThat(play.run("diff", "c").out()).isEqualTo("C /etc\nA /etc/new\nD /old\n");
        assertThat(play.run("container", "diff", "--format", "json", "c").out())
                .isEqualTo(
                        "[{\"Path\":\"/etc\",\"Kind\":0},{\"Path\":\"/etc/new\",\"Kind\":1},{\"Path\":\"/old\",\"Kind\":2}]\n");
        assertThat(play.run("diff", "none").err())
                .isEqualTo("Error response from daemon: No such container: none\n");
    }
}
