// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.util.List;
import java.util.OptionalLong;

/// How much the programs of a container or a step may have.
///
/// @param shmBytes size of /dev/shm; 64 MiB if absent
/// @param ulimits limits of each process
public record ContainerLimits(OptionalLong shmBytes, List<Ulimit> ulimits) {
    /// Nothing said.
    public static final ContainerLimits DEFAULT =
            new ContainerLimits(OptionalLong.empty(), List.of());

    public ContainerLimits {
        ulimits = List.copyOf(ulimits);
    }
}
