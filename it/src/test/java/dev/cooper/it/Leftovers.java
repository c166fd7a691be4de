// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What is left on this machine of runs on one store. Whatever belongs to it has the store's path
/// somewhere: Cooper itself in its variables, its scripts in the folder they run in, a step's
/// processes in their variables if the Dockerfile says `ENV STORE=…`.
final class Leftovers {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private Leftovers() {}

    /// Waits until no process and no mount is left.
    static void goFrom(Path store) throws Exception {
        Eventually.gone("processes of " + store, () -> processes(store));
        Eventually.gone("mounts of " + store, () -> mounts(store));
    }

    /// Each as its number and its command line.
    static List<String> processes(Path store) throws IOException {
        String needle = store.toString();
        List<String> found = new ArrayList<>();
        for (Path each : numbered(Path.of("/proc"))) {
            if (read(each.resolve("environ")).contains(needle)
                    || read(each.resolve("cmdline")).contains(needle)
                    || link(each.resolve("cwd")).contains(needle)
                    || link(each.resolve("root")).contains(needle)) {
                found.add(
                        each.getFileName()
                                + " "
                                + read(each.resolve("cmdline")).replace('\0', ' '));
            }
        }
        return found;
    }

    /// In any mount namespace that a process or an open file keeps.
    static List<String> mounts(Path store) throws IOException {
        String needle = store.toString();
        List<String> found = new ArrayList<>();
        for (Path each : numbered(Path.of("/proc"))) {
            read(each.resolve("mountinfo"))
                    .lines()
                    .filter(line -> line.contains(needle))
                    .forEach(line -> found.add(each.getFileName() + " " + line));
        }
        return found;
    }

    /// The control groups that were made for the runs of one JVM.
    static List<Path> cgroups(long jvm) throws IOException {
        if (!Files.isDirectory(CGROUPS)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(CGROUPS, 4)) {
            return all.filter(each ->
                            String.valueOf(each.getFileName()).startsWith("cooper-" + jvm + "-"))
                    .toList();
        }
    }

    private static List<Path> numbered(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each -> each.getFileName().toString().matches("[0-9]+")).toList();
        }
    }

    /// Nothing of a process that ends meanwhile.
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static String link(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
