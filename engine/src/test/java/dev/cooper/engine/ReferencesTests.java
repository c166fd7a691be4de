// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferencesTests {
    private static final String DIGEST = "@sha256:" + "0".repeat(64);

    @Test
    void aTagIsLatestByDefaultAndNeverADigest() {
        assertThat(References.parseTag("box").familiar()).isEqualTo("box:latest");
        assertThatThrownBy(() -> References.parseTag("box" + DIGEST))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessage("refusing to create a tag with a digest reference");
    }

    @Test
    void aBuildSaysWhichOfItsTagsIsNone() {
        assertThatThrownBy(() -> BuildRequest.of(Path.of("/")).tag("Box"))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessageStartingWith("invalid tag \"Box\": ");
        assertThatThrownBy(() -> BuildRequest.of(Path.of("/")).tag("box" + DIGEST))
                .isInstanceOf(CooperException.InvalidInput.class);
    }
}
