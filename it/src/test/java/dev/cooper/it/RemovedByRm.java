// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import dev.cooper.testkit.Command;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirDeletionStrategy;

/// Deletes temporary folders by `rm`: stores hold names that a `Path` can't, and links to anywhere,
/// of which the default strategy warns one by one. `junit-platform.properties` names this class.
public final class RemovedByRm implements TempDirDeletionStrategy {
    @Override
    public DeletionResult delete(
            Path folder, AnnotatedElementContext element, ExtensionContext extension) {
        Command.of("rm", "-rf", "--one-file-system", folder.toString()).run().ok();
        return DeletionResult.builder(folder).build();
    }
}
