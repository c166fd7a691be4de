// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.TreeCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A snapshot in the making, in the store's `tmp`. Used by one thread at a time. Closing one that
/// was not committed deletes it; so does the death of the process.
///
/// While it is open no collection takes its parents. Once committed it is kept by what refers to
/// it: hold a lease ([Store#lease]) until something does.
public final class Draft implements AutoCloseable {
    private static final Name COPY = Name.of("copy");

    private final List<Path> lowersNewestFirst;
    private final @Nullable Path original;
    private final SnapshotId id;
    private final Workspace workspace;
    private @Nullable Instant copied;
    private boolean linked;
    private Set<Long> several = Set.of();
    private boolean done;

    /// @param lowersNewestFirst what an overlay is mounted over; none where the tree is to be a
    ///   copy
    /// @param original the tree to copy when somebody wants to write to it; null where an overlay
    ///   does without
    Draft(
            List<Path> lowersNewestFirst,
            @Nullable Path original,
            SnapshotId id,
            Workspace workspace) {
        this.lowersNewestFirst = List.copyOf(lowersNewestFirst);
        this.original = original;
        this.id = id;
        this.workspace = workspace;
    }

    private Path folder(String name) throws IOException {
        return workspace.path().resolve(id.value()).resolve(name);
    }

    /// The whole tree, to be written to.
    public WritableTree tree() throws IOException {
        if (original == null) {
            return new WritableTree(
                    lowersNewestFirst, folder(Snapshots.FS), folder(Snapshots.WORK), true);
        }
        if (linked) {
            throw new IllegalStateException("the draft's files are shared with its parents");
        }
        copy(original, false);
        return new WritableTree(List.of(), folder(COPY.text()), folder(Snapshots.WORK), true);
    }

    /// The whole tree, for one who replaces files and writes into none of those that are there:
    /// where there are no overlays, this takes far less than [#tree]. For the caller to close.
    public Dir merged() throws IOException {
        if (original == null) {
            return tree().merged();
        }
        copy(original, true);
        return Dir.open(folder(COPY.text()));
    }

    private void copy(Path from, boolean link) throws IOException {
        if (copied != null) {
            return;
        }
        try (Dir own = workspace.dir().openDir(Name.of(id.value()))) {
            own.mkdir(COPY, 0700);
            try (Dir in = Dir.open(from);
                    Dir out = own.openDir(COPY)) {
                if (link) {
                    TreeCopy.link(in, out);
                } else {
                    several = TreeCopy.copy(in, out);
                }
            }
            copied = CopiedChanges.now(own);
            linked = link;
        }
    }

    /// The folder of the changes alone, in overlay form. Nobody may have the tree open or use it
    /// afterwards.
    public Path changes() throws IOException {
        Instant since = copied;
        if (original != null && since != null) {
            try (Dir own = workspace.dir().openDir(Name.of(id.value()));
                    Dir copy = own.openDir(COPY);
                    Dir from = Dir.open(original);
                    Dir changes = own.openDir(Name.of(Snapshots.FS))) {
                new CopiedChanges(since, linked, several).move(copy, from, changes);
                own.deleteTree(COPY);
            }
            copied = null;
            linked = false;
        }
        return folder(Snapshots.FS);
    }

    /// Makes it a snapshot: a rename. Nobody may have the tree open; it is never changed again.
    ///
    /// @throws IllegalStateException if it was committed or closed before
    public SnapshotId commit() throws IOException {
        if (done) {
            throw new IllegalStateException("the draft was committed or closed before");
        }
        var _ = changes();
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
