// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.sandbox.SandboxLimits;

/// Limits in the sandbox's words.
final class LimitsInSandbox {
    private LimitsInSandbox() {}

    static SandboxLimits of(ContainerLimits limits) {
        return new SandboxLimits(
                limits.shmBytes().orElse(SandboxLimits.DEFAULT.shmBytes()),
                limits.ulimits().stream()
                        .map(each ->
                                new SandboxLimits.Resource(each.name(), each.soft(), each.hard()))
                        .toList());
    }
}
