// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.oci.Descriptor;
import java.time.Duration;

/// What happens on the wire, for whoever shows it. Events come from the threads that do the work,
/// several at once; those of one blob come in order.
public sealed interface RegistryEvent {
    /// How a blob came to where it should be.
    enum Outcome {
        /// Its bytes were sent or received.
        TRANSFERRED,
        /// It was there.
        EXISTS,
        /// The registry took it from another of its repositories.
        MOUNTED,
        /// It stays with its own host, as foreign layers do.
        LEFT_OUT
    }

    /// Work on a blob begins.
    record Started(Descriptor blob) implements RegistryEvent {}

    /// So many of its bytes are done. The number falls when some have to be sent again.
    record Advanced(Descriptor blob, long bytes) implements RegistryEvent {}

    record Finished(Descriptor blob, Outcome outcome) implements RegistryEvent {}

    /// Something failed that may go well soon.
    record Retrying(String doing, String why, Duration in) implements RegistryEvent {}

    /// The registry has something to say to its user (the header `Warning`).
    record Warned(String host, String text) implements RegistryEvent {}
}
