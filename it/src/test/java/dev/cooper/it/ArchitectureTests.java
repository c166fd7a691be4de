// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import dev.cooper.testkit.Project;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// That this tree is as [Architecture] says, or another one (`-Dcooper.judged=DIR`).
class ArchitectureTests {
    private final Architecture rules = new Architecture(judged());

    private static Path judged() {
        String other = System.getProperty("cooper.judged");
        return other == null ? Project.root() : Path.of(other);
    }

    @Test
    void everyModuleUsesOnlyWhatTheTableAllows() throws IOException {
        rules.everyModuleUsesOnlyWhatTheTableAllows();
    }

    @Test
    void onlyPosixMakesForeignCalls() throws IOException {
        rules.onlyPosixMakesForeignCalls();
    }

    @Test
    void theApiSpeaksOfNothingThatIsUnderneath() throws IOException {
        rules.theApiSpeaksOfNothingThatIsUnderneath();
    }

    @Test
    void filesAreSmall() throws IOException {
        rules.filesAreSmall();
    }

    @Test
    void namesSayWhatThingsAre() throws IOException {
        rules.namesSayWhatThingsAre();
    }

    @Test
    void packagesHaveNoCycles() throws IOException {
        rules.packagesHaveNoCycles();
    }
}
