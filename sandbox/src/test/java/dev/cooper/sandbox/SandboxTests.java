// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTests {
    @TempDir Path folder;

    @Test
    void keepsTheExitCodeAndLeavesNothing() throws Exception {
        Box box = new Box(folder);
        Box.Result result = box.sh(Sandbox.auto(folder), "exit 7");
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isEqualTo(7);
        assertThat(box.written()).isEmpty();
    }
}
