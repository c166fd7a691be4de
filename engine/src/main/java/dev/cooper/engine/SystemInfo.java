// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.nio.file.Path;
import java.util.List;

/// What `docker info` tells.
///
/// @param isolation the driver that `auto` takes here, `runtimes` every one that works
/// @param rights who this process is to the kernel, and then what would give it more
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
        String hostname,
        List<String> rights) {}
