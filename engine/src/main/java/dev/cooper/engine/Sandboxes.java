// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.sandbox.Sandbox;
import dev.cooper.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The ways to isolate a process that work on this machine. What works is found out once per boot
/// and remembered in a folder of the store, which nobody else can write to. For any number of
/// threads.
final class Sandboxes {
    private final Path memory;
    private final Map<Isolation, Sandbox> found = new EnumMap<>(Isolation.class);

    Sandboxes(Store store) {
        this.memory = store.root().resolve("sandbox");
    }

    /// The driver that was asked for.
    ///
    /// @throws dev.cooper.sandbox.NoSandboxException if it doesn't work here
    synchronized Sandbox take(Isolation isolation) throws IOException, InterruptedException {
        Sandbox known = found.get(isolation);
        if (known != null) {
            return known;
        }
        Sandbox driver =
                switch (isolation) {
                    case AUTO -> Sandbox.auto(memory);
                    case OCI -> Sandbox.of(Sandbox.Kind.OCI, memory);
                    case UNSHARE -> Sandbox.of(Sandbox.Kind.UNSHARE, memory);
                    case CHROOT -> Sandbox.of(Sandbox.Kind.CHROOT, memory);
                };
        found.put(isolation, driver);
        return driver;
    }

    /// All that work here; the first is what [Isolation#AUTO] takes.
    List<Sandbox> working() throws IOException, InterruptedException {
        return Sandbox.working(memory);
    }
}
