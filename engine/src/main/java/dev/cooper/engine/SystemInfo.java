// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.nio.file.Path;
import java.util.List;

/// What `docker info` tells.
///
/// @param isolation the driver that `auto` takes here, `runtimes` every one that works
public record SystemInfo(
        String version,
        Path root,
        int containersRunning,
        int containersStopped,
        int images,
        String snapshotter,
        String backingFilesystem,
        String isolation,
        List<String> runtimes,
        String kernelVersion,
        String operatingSystem,
        String architecture,
        int cpus,
        long memoryBytes,
        String hostname) {}
