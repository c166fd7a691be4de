// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.sandbox.SandboxLimits;

/// The limits that a sandbox knows: apart from [Ulimit], which is for callers who needn't know what
/// sandboxes are.
final class UlimitNames {
    private UlimitNames() {}

    static boolean contains(String name) {
        return SandboxLimits.NAMES.contains(name);
    }
}
