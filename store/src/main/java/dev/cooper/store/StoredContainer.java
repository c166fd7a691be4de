// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.posix.LockFile;
import dev.cooper.posix.Name;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One container of the store. A handle: what is asked is read when it is asked. Safe for threads
/// and processes.
public final class StoredContainer {
    private final ContainerRecord container;
    private final ContainerRecords records;
    private final Locks locks;

    StoredContainer(ContainerRecord container, ContainerRecords records, Locks locks) {
        this.container = container;
        this.records = records;
        this.locks = locks;
    }

    /// 64 hexadecimal digits.
    public String id() {
        return container.id();
    }

    public String name() {
        return container.name();
    }

    public Digest image() {
        return container.image();
    }

    public Json.Obj record() {
        return container.record();
    }

    /// As it was last written.
    public Json.Obj state() throws IOException {
        return records.state(container.id());
    }

    /// Replaces the state, atomically.
    public void state(Json.Obj changed) throws IOException {
        try (LockFile _ = locks.exclusive(Locks.CONTAINERS)) {
            records.putState(container.id(), changed);
        }
    }

    /// Its root file system.
    public WritableTree tree() throws IOException {
        return records.tree(container);
    }

    /// What it has made of its image's files; see [TreeChanges]. Walks them.
    public List<TreeChanges.TreeChange> changes() throws IOException, InterruptedException {
        return records.changes(container);
    }

    /// How much it has written itself, in bytes: the sizes of the files that it doesn't have from
    /// its image, or, where there are no overlays, of all. Walks them.
    public long size() throws IOException {
        return records.size(container.id());
    }

    /// The file that its output is appended to; may not exist yet. Its form is the caller's.
    public Path log() {
        return records.log(container.id());
    }

    /// The lock that whoever runs the container, or touches its tree from outside, holds; null if
    /// somebody has it. A container whose state says that it runs and whose lock is free has died
    /// with its process.
    public @Nullable LockFile tryLock() throws IOException {
        return records.tryLock(container.id());
    }

    /// Waits for the lock.
    public LockFile lock() throws IOException {
        return records.lock(container.id());
    }

    /// Deletes it, its tree and its log. The caller holds the lock.
    public void remove() throws IOException {
        Name hidden;
        try (LockFile _ = locks.exclusive(Locks.CONTAINERS)) {
            hidden = records.hide(container);
        }
        records.delete(hidden);
    }
}
