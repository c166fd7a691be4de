// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import java.io.IOException;

/// A snapshot in the making, in the store's `tmp`. Used by one thread at a time. Closing one that
/// was not committed deletes it; so does the death of the process.
///
/// While it is open no collection takes its parents. Once committed it is kept by what refers to
/// it: hold a lease ([Store#lease]) until something does.
public final class Draft implements AutoCloseable {
    private final WritableTree tree;
    private final SnapshotId id;
    private final Workspace workspace;
    private boolean done;

    Draft(WritableTree tree, SnapshotId id, Workspace workspace) {
        this.tree = tree;
        this.id = id;
        this.workspace = workspace;
    }

    public WritableTree tree() {
        return tree;
    }

    /// Makes it a snapshot: a rename. Nobody may have the tree open; it is never changed again.
    ///
    /// @throws IllegalStateException if it was committed or closed before
    public SnapshotId commit() throws IOException {
        if (done) {
            throw new IllegalStateException("the draft was committed or closed before");
        }
        Name name = Name.of(id.value());
        Dir tmp = workspace.dir();
        Name work = workspace.fresh();
        tmp.rename(name.child(Name.of(Snapshots.WORK)), tmp, work);
        workspace.discard(work);
        try {
            workspace.move(name, Room.SNAPSHOTS, name);
        } catch (PosixException e) {
            throw new IOException("cannot keep a step's files: " + e.getMessage(), e);
        }
        done = true;
        return id;
    }

    @Override
    public void close() throws IOException {
        if (!done) {
            done = true;
            workspace.dir().deleteTree(Name.of(id.value()));
        }
    }
}
