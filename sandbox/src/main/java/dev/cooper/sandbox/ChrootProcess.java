// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.posix.Errno;
import dev.cooper.posix.Kernel;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A program in another root folder. Whatever has that folder as its root is its own, and ends with
/// it.
final class ChrootProcess implements SandboxProcess {
    private static final int SIGKILL = 9;
    private static final int ROUNDS = 100;

    private final Process process;
    private final SandboxSpec spec;
    private final ChrootPlaces places;
    private final @Nullable StdinPipe stdin;
    private volatile boolean killed;
    private boolean undone;

    private ChrootProcess(
            Process process, SandboxSpec spec, ChrootPlaces places, @Nullable StdinPipe stdin) {
        this.process = process;
        this.spec = spec;
        this.places = places;
        this.stdin = stdin;
    }

    static ChrootProcess start(SandboxSpec spec, Scratch scratch, ChrootPlaces places)
            throws IOException {
        StdinPipe stdin = null;
        if (spec.stdin()) {
            scratch.dir().mkfifo(Name.of("stdin"), 0600);
            stdin = StdinPipe.open(scratch.path().resolve("stdin"));
        }
        ProcessBuilder builder =
                new ProcessBuilder(
                        HostTools.program("setsid"), "/bin/sh", "-c", Scripts.read("chroot.sh"));
        builder.directory(scratch.path().toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        if (stdin != null) {
            var _ = process.onExit().thenRun(stdin::end);
        }
        return new ChrootProcess(process, spec, places, stdin);
    }

    @Override
    public InputStream stdout() {
        return process.getInputStream();
    }

    @Override
    public InputStream stderr() {
        return process.getErrorStream();
    }

    @Override
    public OutputStream stdin() {
        return stdin == null ? OutputStream.nullOutputStream() : stdin;
    }

    @Override
    public int waitFor() throws IOException, InterruptedException {
        int code = process.waitFor();
        undo();
        if (!said().contains("started\n") && !killed) {
            throw new IOException("the sandbox could not be set up: " + said().strip());
        }
        return code;
    }

    private String said() throws IOException {
        try {
            return new String(Files.readAllBytes(spec.scratch().resolve("setup")), UTF_8);
        } catch (NoSuchFileException e) {
            return "its script did not start";
        }
    }

    @Override
    public void signal(int number) throws IOException {
        if (number == SIGKILL) {
            kill();
        } else if (process.isAlive()) {
            send(process.pid(), number);
        }
    }

    @Override
    public void kill() {
        if (process.isAlive()) {
            killed = true;
            process.destroyForcibly();
        }
    }

    @Override
    public void close() throws IOException {
        kill();
        boolean interrupted = false;
        while (true) {
            try {
                process.waitFor();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // it has been killed: it will not be long
            }
        }
        undo();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void undo() throws IOException {
        if (undone) {
            return;
        }
        undone = true;
        if (stdin != null) {
            stdin.end();
            stdin.close();
        }
        for (int i = 0; i < ROUNDS; i++) {
            List<Long> left = inside();
            if (left.isEmpty()) {
                break;
            }
            for (long each : left) {
                send(each, SIGKILL);
            }
        }
        places.clear();
    }

    private static void send(long pid, int signal) throws IOException {
        try {
            Kernel.kill(pid, signal);
        } catch (PosixException e) {
            if (!e.is(Errno.ESRCH)) {
                throw e;
            }
        }
    }

    /// The processes whose root is the tree.
    private List<Long> inside() throws IOException {
        String root = spec.root().upper().toRealPath().toString();
        List<Long> all = new ArrayList<>();
        try (DirectoryStream<Path> processes =
                Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path each : processes) {
                try {
                    if (Files.readSymbolicLink(each.resolve("root")).toString().equals(root)) {
                        all.add(Long.valueOf(each.getFileName().toString()));
                    }
                } catch (IOException e) {
                    // It has ended, or is another user's.
                }
            }
        }
        return all;
    }
}
