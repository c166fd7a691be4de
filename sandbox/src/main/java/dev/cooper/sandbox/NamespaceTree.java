// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Errno;
import dev.cooper.posix.Kernel;
import dev.cooper.posix.PosixException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The processes of a sandbox as the host numbers them: the script that became `unshare`, below it
/// the first of a new pid namespace, and with some drivers one more below that.
final class NamespaceTree {
    private static final int SIGKILL = 9;
    private static final int SIGCONT = 18;
    private static final int SIGSTOP = 19;
    private static final long PATIENCE_NANOS = 2_000_000_000L;

    interface Condition {
        boolean holds() throws IOException;
    }

    private final Process outer;
    private final int namespaces;

    /// @param namespaces how many of the program's pid namespaces are new, one inside the other
    NamespaceTree(Process outer, int namespaces) {
        this.outer = outer;
        this.namespaces = namespaces;
    }

    /// Ends everything. The child is killed and not `unshare`, which ends when its child and all
    /// that the child had are gone. If there is no child yet there never will be one.
    void kill() {
        try {
            OptionalLong child = inner(outer.pid());
            if (child.isEmpty()) {
                Kernel.kill(outer.pid(), SIGSTOP);
                child = inner(outer.pid());
            }
            if (child.isEmpty()) {
                outer.destroyForcibly();
                return;
            }
            Kernel.kill(child.getAsLong(), SIGKILL);
            Kernel.kill(outer.pid(), SIGCONT);
        } catch (IOException e) {
            outer.destroyForcibly();
        }
    }

    /// Sends a signal to the program, once it runs: before, what is there would not pass it on.
    void signal(int number, Condition started) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (outer.isAlive()) {
            OptionalLong program = program();
            boolean late = System.nanoTime() - deadline > 0;
            boolean ready =
                    started.holds() && program.isPresent() && isProgram(program.getAsLong());
            if (program.isPresent() && (late || ready)) {
                send(program.getAsLong(), number);
                return;
            }
            if (late) {
                throw new IOException(
                        "the program has not started; signal " + number + " was not sent");
            }
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted before signal " + number + " was sent", e);
            }
        }
    }

    private static void send(long pid, int number) throws IOException {
        try {
            Kernel.kill(pid, number);
        } catch (PosixException e) {
            if (!e.is(Errno.ESRCH)) {
                throw e;
            }
        }
    }

    private OptionalLong program() throws IOException {
        OptionalLong at = OptionalLong.of(outer.pid());
        for (int i = 0; i < namespaces && at.isPresent(); i++) {
            at = inner(at.getAsLong());
        }
        return at;
    }

    /// The last thing before the program is a tool that gives up privileges, and what it starts has
    /// a telling name until it has started the program.
    private static boolean isProgram(long pid) {
        String status = read(Path.of("/proc/" + pid, "status"));
        return status.contains("\nNoNewPrivs:\t1\n")
                && !status.startsWith("Name:\tld-")
                && !status.startsWith("Name:\trunc:[")
                && !status.startsWith("Name:\tsetpriv\n")
                && !status.startsWith("Name:\tchroot\n");
    }

    /// The child that is in another pid namespace.
    private static OptionalLong inner(long pid) throws IOException {
        String own = namespace(pid);
        for (long child : children(pid)) {
            String its = namespace(child);
            if (!its.isEmpty() && !its.equals(own)) {
                return OptionalLong.of(child);
            }
        }
        return OptionalLong.empty();
    }

    /// Of all its threads: each has those that it started.
    private static List<Long> children(long pid) throws IOException {
        List<Long> all = new ArrayList<>();
        try (DirectoryStream<Path> tasks =
                Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : tasks) {
                for (String each : read(task.resolve("children")).split(" ")) {
                    if (!each.isBlank()) {
                        all.add(Long.valueOf(each.strip()));
                    }
                }
            }
        } catch (NoSuchFileException | DirectoryIteratorException e) {
            return all; // it is ending
        }
        return all;
    }

    private static String namespace(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/pid")).toString();
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    /// Empty for a process that has ended.
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
