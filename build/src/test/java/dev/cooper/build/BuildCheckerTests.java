// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.build.context.ContextLoader;
import dev.cooper.build.context.ContextSource;
import dev.cooper.build.context.DockerfileChoice;
import dev.cooper.build.context.LoadedContext;
import dev.cooper.build.plan.BaseImages;
import dev.cooper.build.plan.NamedContext;
import dev.cooper.build.step.NoSuchBaseException;
import dev.cooper.dockerfile.lint.LintReport;
import dev.cooper.dockerfile.lint.LintWarning;
import dev.cooper.dockerfile.outline.Outline;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildCheckerTests {
    private static final Platform AMD64 = new Platform("linux", "amd64", null);

    @TempDir Path folder;
    @TempDir Path scratch;

    /// `jdk` is the one image there is; it was made for arm64, and its triggers copy.
    private static final BaseImages IMAGES =
            name -> {
                if (name.equals("broken")) {
                    throw new IOException("the disk is gone");
                }
                if (!name.equals("jdk")) {
                    throw new NoSuchBaseException(name + ": not found");
                }
                ContainerConfig config =
                        ContainerConfig.EMPTY
                                .withEnv(List.of("PATH=/bin", "JAVA_HOME=/jdk"))
                                .withShell(List.of("/bin/bash", "-c"))
                                .withOnBuild(List.of("COPY hidden $JAVA_HOME"));
                return new BaseImages.BaseImage(
                        name,
                        new ImageConfig(
                                null,
                                null,
                                new Platform("linux", "arm64", null),
                                config,
                                List.of(),
                                List.of()));
            };

    private CheckSpec spec(LoadedContext context, @Nullable String target) {
        NamedContext files = new NamedContext.Files(context.files());
        return new CheckSpec(
                context.dockerfile(),
                context.dockerfileName(),
                context.files(),
                Map.of(
                        "replaced",
                        files,
                        "docker.io/library/jdk:named",
                        new NamedContext.Image("jdk")),
                target,
                Map.of(),
                AMD64);
    }

    private LoadedContext load(String dockerfile) throws Exception {
        Files.writeString(folder.resolve("Dockerfile"), dockerfile);
        Files.writeString(folder.resolve(".dockerignore"), "hidden\n");
        return new ContextLoader(scratch)
                .load(new ContextSource.Folder(folder), new DockerfileChoice.Default());
    }

    private List<String> rules(String dockerfile, @Nullable String target) throws Exception {
        try (LoadedContext context = load(dockerfile)) {
            LintReport report = new BuildChecker(IMAGES).check(spec(context, target));
            assertThat(report.failure()).isNull();
            return report.warnings().stream().map(LintWarning::summary).toList();
        }
    }

    @Test
    void imagesAndIgnoreFilesCount() throws Exception {
        assertThat(rules("FROM jdk\nENV A=$JAVA_HOME B=$OTHER\nCMD run\n", null))
                .containsExactly(
                        "InvalidBaseImagePlatform: Base image jdk was pulled with platform"
                                + " \"linux/arm64\", expected \"linux/amd64\" for current build"
                                + " (line 1)",
                        "CopyIgnoredFile: Attempting to Copy file \"hidden\" that is excluded by"
                                + " .dockerignore (line 1)",
                        "UndefinedVar: Usage of undefined variable '$OTHER' (line 2)");
    }

    @Test
    void nothingIsSaidOfImagesThatAreNotThere() throws Exception {
        assertThat(rules("FROM debian:12 AS a\nENV A=$MAYBE\nFROM a AS replaced\nENV b c\n", null))
                .isEmpty();
    }

    @Test
    void namedContextsAreFoundAsTheBuildFindsThem() throws Exception {
        assertThat(rules("FROM jdk:named\nENV A=$JAVA_HOME B=$OTHER\n", null))
                .contains("UndefinedVar: Usage of undefined variable '$OTHER' (line 2)")
                .noneMatch(warning -> warning.contains("JAVA_HOME"));
        assertThat(rules("FROM jdk AS replaced\nENV A=$NONE\n", "replaced")).isEmpty();
        assertThat(rules("FROM library/replaced\nENV A=$MAYBE\n", null)).isEmpty();
    }

    @Test
    void aTargetLimitsTheChecks() throws Exception {
        String file = "FROM scratch AS a\nENV b c\nFROM scratch AS d\n";
        assertThat(rules(file, null)).hasSize(1);
        assertThat(rules(file, "d")).isEmpty();
        try (LoadedContext context = load(file)) {
            assertThat(new BuildChecker(IMAGES).checkNeeded(spec(context, null)).isClean())
                    .isTrue();
        }
    }

    @Test
    void namesArePlatformsAndReferences() throws Exception {
        assertThat(rules("ARG T\nFROM a:$T AS x\nFROM --platform=arm64 debian AS y\n", "y"))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("InvalidDefaultArgInFrom");
    }

    @Test
    void outlinesAndTargets() throws Exception {
        try (LoadedContext context = load("FROM jdk AS a\n# V is it\nARG V=$JAVA_HOME\n")) {
            BuildChecker checker = new BuildChecker(IMAGES);
            assertThat(checker.outline(spec(context, null)).arguments())
                    .singleElement()
                    .extracting(Outline.Argument::value)
                    .isEqualTo("/jdk");
            assertThat(checker.targets(spec(context, null)).targets()).hasSize(1);
            assertThatThrownBy(() -> checker.outline(spec(context, "b")))
                    .isInstanceOf(BuildException.class)
                    .hasMessage("target stage \"b\" could not be found (did you mean a?)");
        }
    }

    @Test
    void aStoreThatCannotBeReadIsNoMistakeInTheFile() throws Exception {
        try (LoadedContext context = load("FROM broken\n")) {
            assertThatThrownBy(() -> new BuildChecker(IMAGES).check(spec(context, null)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the disk is gone");
        }
    }
}
