// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.cli.command.Play.Result;
import dev.cooper.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexVerbsTests {
    private static final String INDEX =
            """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[
            {"mediaType":"m","digest":"sha256:a","size":1,"platform":{"architecture":"arm","os":"linux","variant":"v7"}},
            {"mediaType":"m","digest":"sha256:b","size":2,"annotations":{"k":"v"}}]}
            """;

    private final Play play = new Play();

    @Test
    void manifestListsLiveHereUntilTheyArePushed() {
        assertThat(play.run("manifest", "create", "-a", "x/y", "x/a", "x/b"))
                .isEqualTo(new Result(0, "Created manifest list docker.io/x/y:latest\n", ""));
        assertThat(
                        play.run(
                                "manifest",
                                "annotate",
                                "x/y",
                                "x/a",
                                "--arch",
                                "arm",
                                "--os=linux",
                                "--variant",
                                "v7",
                                "--os-features",
                                "a,b",
                                "--os-version=1"))
                .isEqualTo(new Result(0, "", ""));
        assertThat(play.run("manifest", "push", "-p", "x/y"))
                .isEqualTo(
                        new Result(
                                0,
                                "Pushed ref docker.io/library/x@sha256:1 with digest: sha256:1\n"
                                        + Digest.sha256(new byte[] {1})
                                        + "\n",
                                ""));
        assertThat(play.run("manifest", "rm", "here:1", "x/y"))
                .isEqualTo(new Result(1, "", "No such manifest: x/y\n"));
        assertThat(play.run("manifest", "inspect", "here:1").out())
                .isEqualTo("{\n\t\"manifests\": []\n}\n");
        assertThat(play.run("manifest", "inspect", "here:1", "x/a").out())
                .isEqualTo("{\n\t\"layers\": []\n}\n");
        assertThat(play.indexes.calls)
                .containsExactly(
                        "create x/y of [x/a, x/b] amended",
                        "annotate x/y x/a PlatformNote[os=linux, architecture=arm, variant=v7, osVersion=1, osFeatures=[a, b]]",
                        "push x/y purged",
                        "remove here:1",
                        "remove x/y",
                        "manifest x/a of here:1");
        assertThat(play.run("manifest", "create", "x/y").code()).isEqualTo(1);
    }

    @Test
    void imagetoolsCreates(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("source"), "from/file:1\n");
        Result made =
                play.run(
                        "buildx",
                        "imagetools",
                        "create",
                        "-t",
                        "a:1",
                        "-t",
                        "a:2",
                        "--append",
                        "--annotation",
                        "index:k=v",
                        "-f",
                        file.toString(),
                        "x/b");
        assertThat(made.code()).isZero();
        assertThat(made.err())
                .isEqualTo(
                        "pushed %1$s to a:1\npushed %1$s to a:2\n"
                                .formatted(
                                        Digest.sha256(
                                                "{\"combined\":true}"
                                                        .getBytes(StandardCharsets.UTF_8))));
        assertThat(play.run("buildx", "imagetools", "create", "--dry-run", "x/b"))
                .isEqualTo(new Result(0, "{\"combined\":true}\n", ""));
        assertThat(play.indexes.calls)
                .containsExactly(
                        "combine IndexRequest[names=[a:1, a:2], sources=[from/file:1, x/b], append=true, preferIndex=true, annotations={k=v}, dryRun=false]",
                        "combine IndexRequest[names=[], sources=[x/b], append=false, preferIndex=true, annotations={}, dryRun=true]");
        assertThat(play.run("buildx", "imagetools", "create", "x/b").err())
                .startsWith("ERROR: no repositories specified");
        assertThat(play.run("buildx", "imagetools", "create", "-t", "a").err())
                .isEqualTo("ERROR: no sources specified\n");
        assertThat(play.run("buildx", "imagetools", "nothing").code()).isNotZero();
    }

    @Test
    void imagetoolsShowsAnIndexAsBuildxDoes() {
        play.registries.manifest = INDEX.getBytes(StandardCharsets.UTF_8);
        String digest = Digest.sha256(play.registries.manifest).toString();
        assertThat(play.run("buildx", "imagetools", "inspect", "x/y").out())
                .isEqualTo(
                        String.join(
                                "\n",
                                "Name:      docker.io/x/y:latest",
                                "MediaType: application/vnd.oci.image.index.v1+json",
                                "Digest:    " + digest,
                                "           ",
                                "Manifests: ",
                                "  Name:      docker.io/x/y:latest@sha256:a",
                                "  MediaType: m",
                                "  Platform:  linux/arm/v7",
                                "             ",
                                "  Name:      docker.io/x/y:latest@sha256:b",
                                "  MediaType: m",
                                "  Annotations: ",
                                "    k: v",
                                ""));
        String format =
                "{{.Name}} {{.Manifest.Digest}}{{range .Manifest.Manifests}} {{.Size}}{{end}}";
        assertThat(play.run("buildx", "imagetools", "inspect", "--format", format, "x/y").out())
                .isEqualTo("docker.io/x/y:latest " + digest + " 1 2\n");
        assertThat(
                        play.run(
                                        "buildx",
                                        "imagetools",
                                        "inspect",
                                        "--format",
                                        "{{(index .Manifest.Manifests 0).Platform.OS}} {{json .Manifest.MediaType}}",
                                        "x/y")
                                .out())
                .isEqualTo("linux \"application/vnd.oci.image.index.v1+json\"\n");
    }
}
