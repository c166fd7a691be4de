// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.posix.LockFile;
import dev.cooper.store.StoredContainer;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Supplier;

/// The lock of a container: whoever runs it holds it until the end, whoever touches its files from
/// outside for as long as that takes. It is the kernel's, so it goes with its process; a state that
/// says "running" while the lock is free was left by a process that died, and is put right by
/// whoever sees it first.
final class RunLock {
    private static final int PAUSE_MILLIS = 20;

    /// Looks before "running" is believed: another one may just be finding out that it isn't so.
    private static final int LOOKS = 5;

    private RunLock() {}

    /// The state as it truly is.
    static ContainerState settled(StoredContainer container) throws IOException {
        ContainerState state = ContainerState.of(container.state());
        if (!state.isRunning()) {
            return state;
        }
        try (LockFile lock = container.tryLock()) {
            return lock == null ? state : settle(container);
        }
    }

    /// Takes the lock, and waits where it is held for a moment only.
    ///
    /// @param whenRunning thrown if the container runs
    static LockFile take(StoredContainer container, Supplier<CooperException> whenRunning)
            throws IOException, InterruptedException {
        for (int running = 0; ; ) {
            LockFile lock = container.tryLock();
            if (lock != null) {
                return settledOrReleased(container, lock);
            }
            if (ContainerState.of(container.state()).isRunning() && ++running == LOOKS) {
                throw whenRunning.get();
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /// Takes the lock of a container that may run: has it killed, whoever runs it.
    ///
    /// @param seconds how long that may take
    /// @throws CooperException.Conflict if it took longer
    static LockFile takeFromRunner(StoredContainer container, int seconds)
            throws IOException, InterruptedException {
        for (long left = seconds * 1000L / PAUSE_MILLIS; left > 0; left--) {
            LockFile lock = container.tryLock();
            if (lock != null) {
                return settledOrReleased(container, lock);
            }
            ContainerState state = ContainerState.of(container.state());
            if (state.isRunning() && !state.stopRequested()) {
                container.state(state.withStopRequested().toJson());
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        throw new CooperException.Conflict(
                "container "
                        + container.id().substring(0, 12)
                        + " did not end within "
                        + seconds
                        + " seconds: the process that runs it does not answer");
    }

    private static LockFile settledOrReleased(StoredContainer container, LockFile lock)
            throws IOException {
        try {
            settle(container);
            return lock;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// With the lock in hand, nobody runs it.
    private static ContainerState settle(StoredContainer container) throws IOException {
        ContainerState state = ContainerState.of(container.state());
        if (!state.isRunning()) {
            return state;
        }
        ContainerState ended = state.exited(ContainerState.KILLED, Instant.now());
        try {
            container.state(ended.toJson());
        } catch (IOException e) {
            // It is so, written down or not, and the next one to look tries again: on a full disk,
            // containers must still be listed and removed.
            return ended;
        }
        return ended;
    }
}
