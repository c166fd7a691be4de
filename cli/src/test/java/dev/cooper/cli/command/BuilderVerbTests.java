// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuilderVerbTests {
    private final Play play = new Play();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "buildx create --use",
                "buildx create --name multi --driver docker-container --bootstrap --use",
                "buildx create --driver-opt network=host --buildkitd-flags x",
                "buildx inspect",
                "buildx inspect --bootstrap multi",
                "buildx inspect --builder multi",
                "buildx ls",
                "builder ls",
                "buildx use multi",
                "buildx stop",
                "buildx rm multi",
                "buildx rm -f one two",
                "buildx version"
            })
    void whatScriptsSayBeforeTheyBuild(String line) {
        Play.Result result = play.run(line.split(" "));
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
    }

    @Test
    void aBuilderHasTheNameThatItIsGiven() {
        assertThat(play.run("buildx", "create", "--name", "multi").out()).isEqualTo("multi\n");
        assertThat(play.run("buildx", "inspect", "multi").out())
                .contains("Name:   multi\n", "Platforms: linux/");
    }

    @Test
    void thereAreNoneElsewhere() {
        Play.Result result = play.run("buildx", "create", "--driver", "remote", "tcp://host");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("builds run here");
    }
}
