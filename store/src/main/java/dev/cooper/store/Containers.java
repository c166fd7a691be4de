// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.posix.LockFile;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The containers: a name, a record that never changes, a state that does, a log, and a writable
/// tree over the image's. Safe for threads and processes.
public final class Containers {
    private final ContainerRecords records;
    private final Locks locks;

    Containers(ContainerRecords records, Locks locks) {
        this.records = records;
        this.locks = locks;
    }

    /// Makes a container; it is there whole or not at all.
    ///
    /// @param name unique among containers: letters, digits, `_`, `.` and `-`, as docker's
    /// @param image whose id is kept from deletion while the container is there
    /// @param top the image's tree
    /// @param record what the caller wants to remember for good
    /// @param state and what it wants to change later
    /// @throws IllegalArgumentException for any other name
    /// @throws NameInUseException if another container has the name
    public StoredContainer create(
            String name, Digest image, @Nullable SnapshotId top, Json.Obj record, Json.Obj state)
            throws IOException {
        String id = RandomIds.longHex();
        ContainerRecord made = new ContainerRecord(id, name, image, top, record);
        // The store's lock: no collection takes the image's tree meanwhile.
        try (LockFile _ = locks.shared(Locks.STORE);
                LockFile _ = locks.exclusive(Locks.CONTAINERS)) {
            String owner = records.owner(name);
            if (owner != null) {
                throw new NameInUseException(name, owner);
            }
            records.create(made, state);
        }
        return new StoredContainer(made, records, locks);
    }

    /// By name, by id, or by a unique prefix of an id, in this order.
    ///
    /// @throws AmbiguousIdException if a prefix is of several
    public Optional<StoredContainer> find(String name) throws IOException {
        String owner = records.owner(name);
        String id = owner == null ? idOf(name) : owner;
        ContainerRecord record = id == null ? null : records.find(id);
        return record == null
                ? Optional.empty()
                : Optional.of(new StoredContainer(record, records, locks));
    }

    /// All of them, in no order. One whose record is damaged is left out.
    public List<StoredContainer> list() throws IOException {
        List<StoredContainer> all = new ArrayList<>();
        for (String id : records.ids()) {
            try {
                ContainerRecord record = records.find(id);
                if (record != null) {
                    all.add(new StoredContainer(record, records, locks));
                }
            } catch (CorruptStoreException e) {
                System.getLogger(Containers.class.getName()).log(Level.WARNING, e.getMessage());
            }
        }
        return all;
    }

    private @Nullable String idOf(String prefix) throws IOException {
        if (prefix.isEmpty()) {
            return null;
        }
        List<String> found = records.ids().stream().filter(id -> id.startsWith(prefix)).toList();
        if (found.size() > 1) {
            throw new AmbiguousIdException(prefix, "IDs");
        }
        return found.isEmpty() ? null : found.getFirst();
    }
}
