// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.output.Output;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Reference;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/// Brings images of the store to registries. Safe for any number of threads.
public interface Publisher {
    /// There are no registries.
    Publisher NONE =
            (names, push, status) -> {
                throw new IOException("there is no registry to push to");
            };

    /// Pushes what the tags lead to.
    ///
    /// @param names tags of the same images, at least one
    /// @param status is told how far it is
    /// @return the manifest or index that is in the registries now
    Descriptor push(List<Reference> names, Output.Push push, Consumer<String> status)
            throws IOException, InterruptedException;
}
