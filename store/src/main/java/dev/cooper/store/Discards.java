// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Deletes what nobody needs any more while others go on: a step's folders take longer to delete
/// than to make, and the next step doesn't depend on it. For any number of threads.
final class Discards implements AutoCloseable {
    private final Dir folder;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("discards").daemon().factory());

    /// @param folder whose owner deletes it as a whole in the end
    Discards(Dir folder) {
        this.folder = folder;
    }

    /// Deletes what has this name in the folder, later.
    void add(Name name) {
        thread.execute(() -> delete(name));
    }

    private void delete(Name name) {
        try {
            folder.deleteTree(name);
        } catch (IOException _) {
            // The folder's owner meets it again, and says why it can't be deleted.
        }
    }

    /// Waits until all is deleted.
    @Override
    public void close() {
        thread.close();
    }
}
