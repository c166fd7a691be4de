// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.engine.ContainerStreams;
import dev.cooper.engine.Containers;
import dev.cooper.engine.CooperException;
import java.util.Optional;

/// A container that runs with this process's streams and signals.
final class Attached {
    private Attached() {}

    /// @return the program's exit code; what the shell reports of a signal if one came too early or
    ///   too often for the program
    static int start(Session session, String name, boolean input) throws InterruptedException {
        Containers containers = session.containers();
        session.out().flush();
        ContainerStreams streams =
                new ContainerStreams(
                        input ? Optional.of(session.in()) : Optional.empty(),
                        session.out().direct(),
                        session.err().direct());
        try (Interruption interruption =
                new Interruption(session.signals(), signal -> containers.signal(name, signal))) {
            try {
                return containers.start(name, streams);
            } catch (InterruptedException e) {
                return interruption.code();
            } catch (CooperException.SystemFailure e) {
                if (interruption.happened() && Thread.interrupted()) {
                    return interruption.code();
                }
                throw e;
            }
        }
    }
}
