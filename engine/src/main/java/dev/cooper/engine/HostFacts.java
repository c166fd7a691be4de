// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.posix.Kernel;
import dev.cooper.sandbox.NoSandboxException;
import dev.cooper.sandbox.Sandbox;
import dev.cooper.sandbox.Surroundings;
import dev.cooper.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// This machine and this store in the terms of `docker info`.
final class HostFacts {
    private final Store store;
    private final Sandboxes sandboxes;

    HostFacts(Store store, Sandboxes sandboxes) {
        this.store = store;
        this.sandboxes = sandboxes;
    }

    SystemInfo describe(List<ContainerView> containers) throws IOException, InterruptedException {
        int running =
                (int)
                        containers.stream()
                                .filter(each -> each.status() == ContainerView.Status.RUNNING)
                                .count();
        List<String> runtimes = sandboxes.working().stream().map(Sandbox::name).toList();
        return new SystemInfo(
                Version.text(),
                store.root(),
                running,
                containers.size() - running,
                store.images().list().size(),
                store.snapshots().driver(),
                backingFilesystem(),
                runtimes.isEmpty() ? "none" : runtimes.getFirst(),
                runtimes,
                Kernel.release(),
                operatingSystem(),
                architecture(),
                Runtime.getRuntime().availableProcessors(),
                memoryBytes(),
                Files.readString(Path.of("/proc/sys/kernel/hostname"), UTF_8).strip(),
                rights(runtimes));
    }

    private List<String> rights(List<String> runtimes) throws IOException, InterruptedException {
        List<String> rights = Surroundings.describe();
        if (runtimes.isEmpty() && rights.size() == 1) {
            List<String> all = new ArrayList<>(rights);
            try {
                var _ = sandboxes.take(Isolation.AUTO);
            } catch (NoSandboxException e) {
                all.addAll(String.valueOf(e.getMessage()).lines().toList());
            }
            return all;
        }
        return rights;
    }

    private String backingFilesystem() {
        try {
            return Files.getFileStore(store.root()).type();
        } catch (IOException e) {
            // The JDK looks through the mount table, which may not show it, as in a chroot.
            return "unknown";
        }
    }

    /// `PRETTY_NAME` of os-release(5); `Linux` where there is none.
    private static String operatingSystem() throws IOException {
        for (String file : List.of("/etc/os-release", "/usr/lib/os-release")) {
            try (Stream<String> lines = Files.lines(Path.of(file), UTF_8)) {
                String prefix = "PRETTY_NAME=";
                var found = lines.filter(line -> line.startsWith(prefix)).findFirst();
                if (found.isPresent()) {
                    return found.get().substring(prefix.length()).replace("\"", "");
                }
            } catch (NoSuchFileException e) {
                // It may lie in the other place.
            }
        }
        return "Linux";
    }

    /// As `uname -m` says it.
    private static String architecture() {
        String jvm = System.getProperty("os.arch", "unknown");
        return jvm.equals("amd64") ? "x86_64" : jvm;
    }

    private static long memoryBytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"), UTF_8)) {
            return lines.filter(line -> line.startsWith("MemTotal:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        }
    }
}
