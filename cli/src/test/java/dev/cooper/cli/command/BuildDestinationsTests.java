// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.engine.BuildOutput;
import dev.cooper.engine.BuildResult;
import dev.cooper.engine.LayerCompression;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildDestinationsTests {
    @TempDir private Path folder;
    private final Play play = new Play();

    @BeforeEach
    void context() throws IOException {
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\n");
    }

    private Play.Result build(String... options) {
        List<String> words = new ArrayList<>(List.of("build", "-q"));
        words.addAll(List.of(options));
        words.add(folder.toString());
        return play.run(words.toArray(String[]::new));
    }

    private List<BuildOutput> outputs(String... options) {
        Play.Result result = build(options);
        assertThat(result.err()).isEmpty();
        return play.built().outputs();
    }

    @Test
    void theStoreNeedsNoWord() {
        assertThat(outputs()).isEmpty();
        assertThat(outputs("--load")).isEmpty();
        assertThat(outputs("-o", "type=docker")).containsExactly(new BuildOutput.Image(List.of()));
        assertThat(outputs("-o", "type=image,\"name=a:1,b\",push=false"))
                .containsExactly(
                        new BuildOutput.Image(
                                List.of(
                                        new Reference("docker.io", "library/a", "1", null),
                                        new Reference("docker.io", "library/b", "latest", null))));
    }

    @Test
    void foldersAndTars() {
        assertThat(
                        outputs(
                                "-o",
                                "out/x",
                                "-o",
                                "type=local,dest=" + folder,
                                "-o",
                                "type=cacheonly"))
                .containsExactly(
                        new BuildOutput.Folder(Path.of("out/x").toAbsolutePath()),
                        new BuildOutput.Folder(folder),
                        new BuildOutput.CacheOnly());
        assertThat(outputs("-o", "type=tar,dest=x.tar"))
                .containsExactly(
                        new BuildOutput.Tar(
                                new BuildOutput.Target.File(Path.of("x.tar").toAbsolutePath())));
        assertThat(outputs("-o", "-"))
                .singleElement()
                .matches(each -> each instanceof BuildOutput.Tar(BuildOutput.Target.Stream _));
    }

    @Test
    void imagesArePacked() {
        assertThat(
                        outputs(
                                "-o",
                                "type=oci,dest=d,tar=false,compression=zstd,compression-level=9,annotation.k=v",
                                "--annotation=manifest-descriptor,manifest:a:b=c",
                                "--annotation",
                                "x=y=z"))
                .containsExactly(
                        new BuildOutput.Layout(
                                Path.of("d").toAbsolutePath(),
                                new BuildOutput.Packing(
                                        List.of(),
                                        LayerCompression.ZSTD,
                                        OptionalInt.of(9),
                                        Map.of("k", "v", "x", "y=z", "a:b", "c"),
                                        Map.of("a:b", "c"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dest=x | type is required for output",
                "type=local | dest is required for local exporter",
                "type=local,dest=- | dest cannot be stdout for local exporter",
                "type=registry | tag is needed when pushing to registry",
                "type=image,push=true | tag is needed when pushing to registry",
                "type=image,compression=zstd | output image: compression has no effect in the store, where nothing is compressed",
                "type=oci,dest=x,compression=lzma | invalid value for --output: compression=lzma: uncompressed, gzip or zstd is expected",
                "type=oci,dest=x,color=red | invalid value for --output: there is no key color",
                "type=parcel | unsupported output type parcel",
                "type=oci,dest=/ | destination file / is a directory",
            })
    void refusesWhatCannotBe(String output, String why) {
        Play.Result result = build("-o", output);
        assertThat(result.err()).isEqualTo("ERROR: " + why + "\n");
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void refusesATerminalAndTwoStreams() {
        assertThat(build("-o", "-", "-o", "type=oci").err())
                .isEqualTo("ERROR: only one output can go to standard output\n");
        play.terminal = new Terminals(true);
        assertThat(build("-o", "type=oci").err())
                .isEqualTo(
                        "ERROR: dest file is required for oci exporter. refusing to write to console\n");
    }

    @Test
    void annotationsNeedAPlace() {
        assertThat(build("--annotation", "a=b").err()).contains("has no manifest");
        assertThat(build("-o", "type=oci,dest=x", "--annotation", "index:a=b").err())
                .contains("there is no index");
    }

    @Test
    void writesMetadata() throws IOException {
        Digest manifest = Digest.sha256(new byte[] {7});
        play.build =
                request ->
                        new BuildResult(
                                Play.BUILT,
                                request.tags(),
                                1,
                                0,
                                "abc",
                                Optional.of(new BuildResult.Manifest("type", manifest, 12)));
        Path file = folder.resolve("meta");
        build("-t", "app", "--metadata-file", file.toString());
        assertThat(Files.readString(file))
                .isEqualTo(
                        """
                        {
                          "buildx.build.ref": "default/default/abc",
                          "containerimage.config.digest": "%s",
                          "containerimage.descriptor": {
                            "mediaType": "type",
                            "digest": "%s",
                            "size": 12
                          },
                          "containerimage.digest": "%s",
                          "image.name": "docker.io/library/app:latest"
                        }
                        """
                                .formatted(Play.BUILT, manifest, manifest));
    }
}
