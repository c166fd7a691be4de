// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Dir;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A way to keep a process apart from the host. Safe for any number of threads.
public sealed interface Sandbox permits ChrootSandbox, OciSandbox, UnshareSandbox {
    /// What may be asked for. `auto` tries the first two, in this order, and never the last: it
    /// keeps nothing from a program that means harm.
    enum Kind {
        OCI,
        UNSHARE,
        CHROOT
    }

    /// The first driver that works on this machine. Each is tried by running something, once per
    /// boot, and what came of it remembered.
    ///
    /// @param memory a folder for what is remembered, made if missing
    /// @throws NoSandboxException if none works; says for each why
    static Sandbox auto(Path memory) throws IOException, InterruptedException {
        return Drivers.auto(memory);
    }

    /// This driver or none.
    ///
    /// @throws NoSandboxException if it doesn't work here; says why and what to install
    static Sandbox of(Kind kind, Path memory) throws IOException, InterruptedException {
        return Drivers.of(kind, memory);
    }

    /// Those that work on this machine.
    static List<Sandbox> working(Path memory) throws IOException, InterruptedException {
        return Drivers.working(memory);
    }

    /// For people: `unshare`, `oci (runc)`.
    String name();

    /// Starts a process.
    ///
    /// @throws StartException if the program can't be started: not there, not executable, a working
    ///   directory that is a file
    default SandboxProcess start(SandboxSpec spec)
            throws IOException, InterruptedException, StartException {
        try (Dir view = Trees.open(spec.root())) {
            return start(spec, view);
        }
    }

    /// As [#start(SandboxSpec)], for a caller who has the merged view of the tree open already: to
    /// mount it and to let it go takes the kernel milliseconds.
    ///
    /// @param view closed by this call before the tree is mounted for the program, or it fails
    SandboxProcess start(SandboxSpec spec, Dir view)
            throws IOException, InterruptedException, StartException;
}
