// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import java.io.IOException;

/// A snapshot in the making, in the store's `tmp`. Used by one thread at a time. Closing one that
/// was not committed deletes it; so does the death of the process.
public final class Draft implements AutoCloseable {
    private final WritableTree tree;

    Draft(WritableTree tree) {
        this.tree = tree;
    }

    public WritableTree tree() {
        return tree;
    }

    /// Makes it a snapshot: a rename. Nobody may have the tree open; it is never changed again.
    public SnapshotId commit() throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }
}
