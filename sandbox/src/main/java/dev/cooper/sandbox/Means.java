// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.Overlay;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Rights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/// What a sandbox can be made of here. Root of the machine has everything; in a user namespace the
/// kernel refuses some of it.
///
/// @param namespace whether root is that of a user namespace alone: no devices can be made, and
///   what is mounted on the host keeps its flags
/// @param overlays whether an overlay can be had where the store lies
/// @param processes whether a /proc of the sandbox's own can be mounted. The kernel refuses that
///   where parts of the one that is there are hidden, as in a container: then that one is seen
/// @param networks whether what the kernel shows of a network of the sandbox's own can be mounted
///   and written to; without it, that network's loopback needs another program
record Means(boolean namespace, boolean overlays, boolean processes, boolean networks) {
    private static final String OVERLAYS = "overlays";
    private static final String NETWORKS = "networks";
    private static final String PROCESSES = "processes";

    /// What may be had of this process, the best first; to be tried.
    ///
    /// @param folder of the store
    /// @param alone whether the driver can do without a /proc of the sandbox's own
    static List<Means> all(Path folder, boolean alone) throws IOException {
        boolean namespace = Rights.own().inUserNamespace();
        boolean overlays = hasOverlays(folder);
        List<Means> all = new ArrayList<>();
        all.add(new Means(namespace, overlays, true, true));
        if (namespace) {
            all.add(new Means(true, overlays, true, false));
        }
        if (namespace && alone) {
            all.add(new Means(true, overlays, false, false));
        }
        return all;
    }

    private static boolean hasOverlays(Path folder) throws IOException {
        Path own = Files.createTempDirectory(folder, "overlay");
        try (Dir dir = Dir.open(own)) {
            for (String each : List.of("l", "u", "w")) {
                dir.mkdir(Name.of(each), 0700);
            }
            Overlay.mount(List.of(own.resolve("l")), own.resolve("u"), own.resolve("w")).close();
            return true;
        } catch (PosixException e) {
            return false;
        } finally {
            try (Dir parent = Dir.open(folder)) {
                parent.deleteTree(Name.of(own.getFileName().toString()));
            }
        }
    }

    void save(Properties known) {
        known.setProperty(OVERLAYS, "" + overlays);
        known.setProperty(PROCESSES, "" + processes);
        known.setProperty(NETWORKS, "" + networks);
    }

    /// What was [#save]d.
    static Means load(Properties known) {
        return new Means(
                Rights.own().inUserNamespace(),
                Boolean.parseBoolean(known.getProperty(OVERLAYS, "true")),
                Boolean.parseBoolean(known.getProperty(PROCESSES, "true")),
                Boolean.parseBoolean(known.getProperty(NETWORKS, "true")));
    }

    /// Options for a mount of something of the host's, with the flags that it may not lose.
    String kept(String options, Path source) throws IOException {
        return namespace ? HostMounts.withFlags(options, source) : options;
    }
}
