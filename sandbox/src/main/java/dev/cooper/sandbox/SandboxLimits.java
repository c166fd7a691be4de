// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import java.util.List;

/// How much a sandbox may have.
///
/// @param shmBytes size of /dev/shm
/// @param resources limits of setrlimit(2); what isn't named is as the caller has it
public record SandboxLimits(long shmBytes, List<Resource> resources) {
    /// As docker has it.
    public static final SandboxLimits DEFAULT = new SandboxLimits(64L << 20, List.of());

    /// What `--ulimit` and prlimit(1) call the limits.
    public static final List<String> NAMES =
            List.of(
                    "as",
                    "core",
                    "cpu",
                    "data",
                    "fsize",
                    "locks",
                    "memlock",
                    "msgqueue",
                    "nice",
                    "nofile",
                    "nproc",
                    "rss",
                    "rtprio",
                    "rttime",
                    "sigpending",
                    "stack");

    /// One limit; -1 is none.
    ///
    /// @param name one of [#NAMES]
    public record Resource(String name, long soft, long hard) {
        public Resource {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("no such limit: " + name);
            }
        }
    }

    public SandboxLimits {
        resources = List.copyOf(resources);
    }
}
