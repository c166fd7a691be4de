// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Reference;

/// What happens while an image comes or goes. Several threads tell, one at a time.
public sealed interface TransferEvent {
    /// How far a layer is.
    enum Phase {
        /// It will have its turn.
        WAITING,
        /// Its bytes are on their way.
        MOVING,
        /// All of its bytes are here; not unpacked yet.
        ARRIVED,
        /// It is here, or there, for good.
        DONE,
        /// There was nothing to do: it was there.
        EXISTS,
        /// The registry took it from another of its repositories.
        MOUNTED,
        /// It stays with its own host, as foreign layers do.
        LEFT_OUT
    }

    /// The name that was found, in full; comes first.
    record Resolved(Reference reference) implements TransferEvent {}

    /// A layer has come to this point.
    ///
    /// @param id short: of the blob for what is pulled, of the diffID for what is pushed
    /// @param bytes done; falls when some have to be sent again
    /// @param total bytes of it
    /// @param from the repository that a mounted one came from, else empty
    record Layer(String id, Phase phase, long bytes, long total, String from)
            implements TransferEvent {}

    /// Something for people: an attempt that failed and is repeated, a warning of a registry.
    record Note(String text) implements TransferEvent {}
}
