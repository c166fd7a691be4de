// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.solver.StepLog;
import dev.cooper.oci.Digest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Images that aren't in the store yet. Safe for any number of threads.
public interface RemoteImages {
    /// There are none.
    RemoteImages NONE =
            new RemoteImages() {
                @Override
                public @Nullable Digest find(String name) {
                    return null;
                }

                @Override
                public void fetch(List<Digest> diffIds, StepLog log) {
                    // Whoever reads a layer that is missing says so.
                }
            };

    /// Brings an image into the store, but not its layers.
    ///
    /// @param name as the Dockerfile has it
    /// @return its id; null if there is nobody to ask
    /// @throws NoSuchBaseException if nobody has it, or can be asked; the message says why
    /// @throws java.io.InterruptedIOException if the thread was interrupted
    @Nullable Digest find(String name) throws IOException, NoSuchBaseException;

    /// Brings those of an image's layers into the store that are needed to read its files.
    void fetch(List<Digest> diffIds, StepLog log) throws IOException, InterruptedException;
}
