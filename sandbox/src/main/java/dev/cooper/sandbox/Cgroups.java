// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The control groups that a runtime makes for its programs, below the one that this JVM is in, so
/// that limits on it hold for them. A runtime that is killed leaves them behind, empty.
///
/// Their names tell whose they are: the JVM's process number, when it was started, and a count.
final class Cgroups {
    /// Milliseconds to wait for the kernel; what stays is removed by a later run.
    private static final int TRIES = 1000;

    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final Pattern NAME = Pattern.compile("cooper-([0-9]+)-([0-9]+)-[0-9]+");

    private Cgroups() {}

    static String name(long run) {
        ProcessHandle self = ProcessHandle.current();
        return "cooper-" + self.pid() + "-" + started(self) + "-" + run;
    }

    /// Removes what a run left. The kernel keeps a group for a moment after its last process.
    static void remove(String name) throws IOException {
        for (Path parent : parents()) {
            Path group = parent.resolve(name);
            for (int i = 0; i < TRIES && !isGone(group); i++) {
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a control group was ending");
        }
    }

    /// Removes what JVMs left that are no more.
    static void reap() throws IOException {
        for (Path each : all()) {
            if (isOrphan(each.getFileName().toString())) {
                isGone(each);
            }
        }
    }

    /// The groups of all JVMs.
    static List<Path> all() throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path parent : parents()) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, "cooper-*")) {
                found.forEach(all::add);
            }
        }
        return all;
    }

    private static boolean isOrphan(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return false;
        }
        Optional<ProcessHandle> owner = ProcessHandle.of(Long.parseLong(matcher.group(1)));
        return owner.isEmpty() || started(owner.get()) != Long.parseLong(matcher.group(2));
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /// Removes a group unless something is in it still, and tells whether it is gone.
    private static boolean isGone(Path group) throws IOException {
        try {
            Files.deleteIfExists(group);
            return true;
        } catch (IOException e) {
            if (!Files.isDirectory(group)) {
                return true; // by its runtime's hand
            }
            if (String.valueOf(e.getMessage()).contains("busy")) {
                return false;
            }
            throw e;
        }
    }

    /// The folders in which runtimes make groups: in each hierarchy this JVM's own (runc with
    /// version 1), the one beside it (runc with version 2), or the topmost (crun).
    private static List<Path> parents() throws IOException {
        Set<Path> all = new LinkedHashSet<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
            String[] fields = line.split(":", 3);
            String own = fields[2].substring(1);
            List<Path> roots =
                    fields[1].isEmpty()
                            ? List.of(ROOT, ROOT.resolve("unified"))
                            : List.of(ROOT.resolve(fields[1].replace("name=", "")));
            for (Path root : roots) {
                Path group = root.resolve(own);
                all.add(root);
                all.add(group);
                all.add(Objects.requireNonNullElse(group.getParent(), root));
            }
        }
        return all.stream().filter(Files::isDirectory).toList();
    }
}
