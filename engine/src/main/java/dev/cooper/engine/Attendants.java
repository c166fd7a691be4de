// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.sandbox.SandboxProcess;
import dev.cooper.store.StoredContainer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The threads around a running program: one carries each of its streams, one looks whether another
/// process asks for its end.
///
/// Output goes to the log first, then to the caller. If either can't take it the program is killed:
/// there is no daemon that it could go on without us in, and output must not get lost in silence.
final class Attendants implements AutoCloseable {
    private static final int LOOK_MILLIS = 100;
    private static final Duration LAST_WAIT = Duration.ofSeconds(2);

    private final SandboxProcess process;
    private final StoredContainer container;
    private final ContainerLog log;
    private final Thread out;
    private final Thread err;
    private final Thread watch;
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    Attendants(
            SandboxProcess process,
            StoredContainer container,
            ContainerLog log,
            ContainerStreams streams) {
        this.process = process;
        this.container = container;
        this.log = log;
        out =
                begin(
                        "stdout",
                        () -> carry(process.stdout(), ContainerLog.Stream.OUT, streams.out()));
        err =
                begin(
                        "stderr",
                        () -> carry(process.stderr(), ContainerLog.Stream.ERR, streams.err()));
        watch = begin("watch", this::watch);
        // Never waited for: a read of the caller's input can't be called off.
        streams.in().ifPresent(in -> begin("stdin", () -> feed(in)));
    }

    private Thread begin(String what, Runnable work) {
        return Thread.ofPlatform()
                .daemon()
                .name("container " + container.id().substring(0, 12) + " " + what)
                .start(work);
    }

    /// Waits until all output of the ended program is where it belongs.
    ///
    /// @throws IOException if some could not be put there
    void finish() throws IOException, InterruptedException {
        out.join();
        err.join();
        IOException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    /// Ends the watch, and the program if it still runs. The threads that carry its output end with
    /// it, unless the caller's streams let them hang: then they are left behind.
    @Override
    public void close() throws IOException {
        watch.interrupt();
        process.close();
        boolean interrupted = false;
        long deadline = System.nanoTime() + LAST_WAIT.toNanos();
        for (Thread each : List.of(out, err, watch)) {
            while (each.isAlive() && System.nanoTime() < deadline) {
                try {
                    each.join(Duration.ofNanos(deadline - System.nanoTime()));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void carry(InputStream from, ContainerLog.Stream name, OutputStream to) {
        byte[] buffer = new byte[1 << 16];
        try {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                log.write(name, Instant.now(), buffer, n);
                to.write(buffer, 0, n);
                to.flush();
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private void feed(InputStream from) {
        byte[] buffer = new byte[1 << 16];
        try (OutputStream to = process.stdin()) {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                if (!write(to, buffer, n)) {
                    return;
                }
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    /// False if the program reads no more, which is its own affair.
    private static boolean write(OutputStream to, byte[] buffer, int length) {
        try {
            to.write(buffer, 0, length);
            to.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void watch() {
        try {
            while (!ContainerState.of(container.state()).stopRequested()) {
                Thread.sleep(LOOK_MILLIS);
            }
            process.kill();
        } catch (InterruptedException e) {
            // The program has ended.
            return;
        } catch (IOException e) {
            // Without its state the container can't be stopped from elsewhere.
            fail(e);
        }
    }

    private void fail(IOException e) {
        failure.compareAndSet(null, e);
        process.kill();
    }
}
