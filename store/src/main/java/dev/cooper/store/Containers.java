// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The containers: a name, a record that never changes, a state that does, a log, and a writable
/// tree over the image's. Safe for threads and processes.
public final class Containers {
    Containers() {}

    /// Makes a container; it is there whole or not at all.
    ///
    /// @param name unique among containers
    /// @param image whose id is kept from deletion while the container is there
    /// @param top the image's tree
    /// @param record what the caller wants to remember for good
    /// @param state and what it wants to change later
    /// @throws NameInUseException if another container has the name
    public StoredContainer create(
            String name, Digest image, @Nullable SnapshotId top, Json.Obj record, Json.Obj state)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /// By name, by id, or by a unique prefix of an id, in this order.
    ///
    /// @throws AmbiguousIdException if a prefix is of several
    public Optional<StoredContainer> find(String name) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// All of them, in no order. One whose record is damaged is left out.
    public List<StoredContainer> list() throws IOException {
        throw new UnsupportedOperationException();
    }
}
