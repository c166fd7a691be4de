// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.nio.file.Path;

/// An open store and all that can be done with it. Cheap to open; any number may be open on one
/// store, in this process and in others. Safe for any number of threads.
public final class Cooper implements AutoCloseable {
    private Cooper() {}

    /// Opens the store at `root`, and makes it where there is none.
    ///
    /// @throws CooperException.SystemFailure if the folder can't be used: not ours, writable by
    ///   others, no directory
    public static Cooper open(Path root) {
        throw new UnsupportedOperationException();
    }

    /// Builds, and waits for the end. Interrupting the calling thread stops every step of the
    /// build.
    ///
    /// @throws CooperException.BuildFailed if the Dockerfile can't be built; the store is as it
    ///   was, but for steps that did end, which the next build finds
    public BuildResult build(BuildRequest request) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    public Images images() {
        throw new UnsupportedOperationException();
    }

    public Containers containers() {
        throw new UnsupportedOperationException();
    }

    public SystemInfo info() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
