// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.registry.RegistryException.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of credentials that are too much, or not what they should be.
class CredentialFileTests {
    @TempDir Path folder;

    @Test
    void whatIsTooMuchIsNotTakenIn() {
        Path file = folder.resolve("config.json");
        for (String text :
                List.of(
                        "{\"auths\":{\"a\":{\"auth\":\"" + "c2Vj".repeat(2_000_000) + "\"}}}",
                        "{\"auths\":" + "{\"a\":".repeat(100_000),
                        "{\"auths\":[]}",
                        "{\"credHelpers\":[\"secret\"]}",
                        "[]")) {
            Fixture.write(file, text);
            Surroundings here =
                    new Surroundings(
                            Map.of("DOCKER_CONFIG", folder.toString()),
                            folder.resolve("home"),
                            folder.resolve("etc"));
            assertThatThrownBy(() -> new Keychain(here).find("a", "x"))
                    .as(text.substring(0, Math.min(text.length(), 60)))
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            e -> assertThat(e.kind()).isEqualTo(Kind.CONFIGURATION))
                    .hasMessageContaining(file.toString())
                    .hasMessageNotContaining("secret");
        }
    }
}
