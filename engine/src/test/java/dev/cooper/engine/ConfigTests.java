// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.ContainerConfig;
import dev.cooper.posix.Name;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigTests {
    private static final ContainerConfig IMAGE =
            ContainerConfig.EMPTY
                    .withEntrypoint(List.of("/entry"))
                    .withCmd(List.of("default"))
                    .withEnv(List.of("A=image", "B=image"));

    private static ContainerSpec spec(
            List<String> command, Optional<List<String>> entrypoint, List<String> environment) {
        ContainerSpec.Builder spec =
                ContainerSpec.builder("x").command(command.toArray(String[]::new));
        entrypoint.ifPresent(spec::entrypoint);
        ContainerSpec plain = spec.create();
        return new ContainerSpec(
                plain.image(),
                plain.command(),
                plain.entrypoint(),
                plain.name(),
                environment,
                plain.workingDirectory(),
                plain.user(),
                plain.hostname(),
                plain.volumes(),
                plain.labels(),
                plain.network(),
                plain.limits(),
                plain.isolation(),
                plain.stdin(),
                plain.autoRemove(),
                plain.platform());
    }

    private static List<String> command(List<String> command, Optional<List<String>> entrypoint) {
        return ConfigMerge.command(ConfigMerge.merge(spec(command, entrypoint, List.of()), IMAGE));
    }

    @Test
    void theCallersCommandReplacesTheImagesAndItsEntrypointTakesThatAway() {
        assertThat(command(List.of(), Optional.empty())).containsExactly("/entry", "default");
        assertThat(command(List.of("mine"), Optional.empty())).containsExactly("/entry", "mine");
        assertThat(command(List.of(), Optional.of(List.of("sh")))).containsExactly("sh");
        assertThat(command(List.of("mine"), Optional.of(List.of("")))).containsExactly("mine");
        assertThatThrownBy(() -> command(List.of(), Optional.of(List.of(""))))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessage("no command specified");
    }

    @Test
    void theProgramSeesTheCallersVariablesOverTheImagesOverTheDefaults() {
        ContainerConfig merged =
                ConfigMerge.merge(spec(List.of(), Optional.empty(), List.of("A=mine", "B")), IMAGE);
        assertThat(ConfigMerge.processEnvironment(merged, "box", Name.of("/home/me")))
                .extracting(Name::text)
                .containsExactlyInAnyOrder(
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                        "HOSTNAME=box",
                        "A=mine",
                        "HOME=/home/me");
    }

    @Test
    void changesAreDockerfileInstructions() {
        ContainerConfig config =
                ConfigChange.applyAll(
                        ContainerConfig.EMPTY,
                        List.of(
                                "CMD [\"sh\"]",
                                "ENV A=1 B=$A",
                                "WORKDIR /w",
                                "WORKDIR ../x",
                                "EXPOSE 80",
                                "ENTRYPOINT [\"/e\"]",
                                "LABEL k=v"));
        assertThat(config.cmd()).containsExactly("sh");
        assertThat(config.entrypoint()).containsExactly("/e");
        assertThat(config.env("A")).isEqualTo("1");
        assertThat(config.workingDir()).isEqualTo("/x");
        assertThat(config.exposedPorts()).containsExactly("80/tcp");
        assertThat(config.labels()).containsEntry("k", "v");
    }

    @Test
    void whatMayNotBeAChangeIsRefused() {
        assertThatThrownBy(() -> ConfigChange.applyAll(ContainerConfig.EMPTY, List.of("RUN x")))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessage("run is not a valid change command");
        assertThatThrownBy(() -> ConfigChange.applyAll(ContainerConfig.EMPTY, List.of("NOPE x")))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessageContaining("NOPE x");
    }

    @Test
    void whatNoProgramCanBeGivenIsRefused() {
        ContainerConfig image = IMAGE.withWorkingDir("/a\0b");
        assertThatThrownBy(() -> ConfigMerge.merge(ContainerSpec.of("x"), image))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessageContaining("/a\\0b");
    }
}
