// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.posix.Name;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A sandbox that is run by a script: `unshare`, its child that is pid 1 inside, and a watcher.
///
/// The script's standard input is the lifeline: nothing but this object, and so this JVM, holds its
/// other end. It is never written to; a [Process] closes it when it has ended.
final class BoxProcess implements SandboxProcess {
    private static final String STARTED = "started\n";
    private static final String LOST = "unshare: sigprocmask unblock failed";
    private static final int KILLED = 128 + 9;

    /// What is particular to a driver.
    ///
    /// @param namespaces how many of the program's pid namespaces are new, one inside the other
    /// @param undo what it may have left, once all is over
    record Driver(int namespaces, Undo undo) {}

    interface Undo {
        void run() throws IOException;
    }

    /// Writes what the script reads, and says how it is started.
    interface Script {
        List<String> words() throws IOException, StartException;
    }

    private final Process process;
    private final SandboxSpec spec;
    private final List<Stubs> stubs;
    private final Driver driver;
    private final @Nullable StdinPipe stdin;
    private final NamespaceTree tree;
    private volatile boolean killed;
    private boolean undone;

    private BoxProcess(
            Process process,
            SandboxSpec spec,
            List<Stubs> stubs,
            Driver driver,
            @Nullable StdinPipe stdin) {
        this.process = process;
        this.spec = spec;
        this.stubs = stubs;
        this.driver = driver;
        this.stdin = stdin;
        this.tree = new NamespaceTree(process, driver.namespaces());
    }

    static BoxProcess start(
            SandboxSpec spec, Blueprint blueprint, Scratch scratch, Driver driver, Script script)
            throws IOException, StartException {
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
            if (stdin != null) {
                // Without a reader here, whoever writes to a program that is no more fails.
                var _ = process.onExit().thenRun(stdin::end);
            }
            return new BoxProcess(process, spec, blueprint.stubs(), driver, stdin);
        } catch (IOException | StartException | RuntimeException e) {
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
        undo();
        String said = said();
        // unshare ends as its child did, but of a child that was killed it only says that it was.
        if (code == 1 && said.contains(LOST)) {
            return KILLED;
        }
        if (!isStarted() && !killed) {
            throw new IOException("the sandbox could not be set up: " + said.strip());
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
        if (number == 9) {
            kill();
        } else {
            tree.signal(number, this::isStarted);
        }
    }

    private boolean isStarted() throws IOException {
        return Files.exists(spec.scratch().resolve(OciSandbox.PID_FILE))
                || said().contains(STARTED);
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
        driver.undo().run();
        if (!spec.keepStubs()) {
            for (Stubs each : stubs) {
                each.remove();
            }
        }
    }
}
