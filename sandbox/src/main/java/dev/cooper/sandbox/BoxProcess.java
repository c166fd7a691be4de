// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.posix.Name;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A sandbox that is run by a script: `unshare`, its child that is pid 1 inside, and a watcher.
///
/// The script's standard input is the lifeline: nothing but this object, and so this JVM, holds
/// its other end.
final class BoxProcess implements SandboxProcess {
    private static final String STARTED = "started\n";
    private static final int KILLED = 128 + 9;

    /// Writes what the script reads, and says how it is started.
    interface Script {
        List<String> words() throws IOException;
    }

    private final Process process;
    private final SandboxSpec spec;
    private final List<Stubs> stubs;
    private final @Nullable StdinPipe stdin;
    private final NamespaceTree tree;
    private final AtomicBoolean released = new AtomicBoolean();
    private volatile boolean killed;
    private boolean undone;

    private BoxProcess(
            Process process, SandboxSpec spec, List<Stubs> stubs, @Nullable StdinPipe stdin) {
        this.process = process;
        this.spec = spec;
        this.stubs = stubs;
        this.stdin = stdin;
        this.tree = new NamespaceTree(process, 1);
    }

    static BoxProcess start(SandboxSpec spec, Blueprint blueprint, Scratch scratch, Script script)
            throws IOException {
        StdinPipe stdin = null;
        try {
            if (spec.stdin()) {
                scratch.dir().mkfifo(Name.of("stdin"), 0600);
                stdin = StdinPipe.open(scratch.path().resolve("stdin"));
            }
            ProcessBuilder builder = new ProcessBuilder(script.words());
            builder.directory(scratch.path().toFile());
            builder.environment().clear();
            builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
            builder.environment().put("LC_ALL", "C");
            // The new calls take no option longer than 255 bytes.
            builder.environment().put("LIBMOUNT_FORCE_MOUNT2", "always");
            Process process = builder.start();
            BoxProcess box = new BoxProcess(process, spec, blueprint.stubs(), stdin);
            process.onExit().thenRun(box::release);
            return box;
        } catch (IOException | RuntimeException e) {
            if (stdin != null) {
                stdin.close();
                stdin.end();
            }
            for (Stubs each : blueprint.stubs()) {
                each.remove();
            }
            throw e;
        }
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
        release();
        undo();
        String said = said();
        if (killed) {
            return KILLED;
        }
        int started = said.indexOf(STARTED);
        if (started < 0) {
            throw new IOException("the sandbox could not be set up: " + said.strip());
        }
        // unshare ends as its child did, but for a child that was killed it only says so.
        boolean lost = code == 1 && said.indexOf("unshare: ", started) > 0;
        return lost ? KILLED : code;
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
        if (number == 9) {
            kill();
        } else {
            tree.signal(number, this::isStarted);
        }
    }

    private boolean isStarted() throws IOException {
        return said().contains(STARTED);
    }

    @Override
    public void kill() {
        if (process.isAlive()) {
            killed = true;
            tree.kill();
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
        release();
        undo();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Lets the watcher go: all is over, and there is nobody to be killed any more.
    private void release() {
        if (released.compareAndSet(false, true)) {
            try (OutputStream lifeline = process.getOutputStream()) {
                lifeline.write('\n');
            } catch (IOException e) {
                return; // the watcher is gone already
            }
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
        if (!spec.keepStubs()) {
            for (Stubs each : stubs) {
                each.remove();
            }
        }
    }
}
