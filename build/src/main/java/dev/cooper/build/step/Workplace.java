// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.sandbox.Sandbox;
import dev.cooper.sandbox.SandboxLimits;
import dev.cooper.store.Store;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where steps are done: the store that trees live in, and the sandbox that programs run in. For
/// any number of threads.
public interface Workplace {
    Store store();

    /// Where images come from that aren't in the store.
    default RemoteImages remote() {
        return RemoteImages.NONE;
    }

    /// What steps may be lent.
    default Secrets secrets() {
        return Secrets.NONE;
    }

    /// Lines for /etc/hosts of every step.
    default List<String> extraHosts() {
        return List.of();
    }

    /// How much each step may have.
    default SandboxLimits limits() {
        return SandboxLimits.DEFAULT;
    }

    /// Whom to call when a program fails; null for nobody.
    default @Nullable StepDebugger debugger() {
        return null;
    }

    /// The driver; found out when the first program has to be run.
    ///
    /// @throws dev.cooper.sandbox.NoSandboxException if none works here
    Sandbox sandbox() throws IOException, InterruptedException;
}
