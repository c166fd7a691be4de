// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.solver.StepLog;
import dev.cooper.sandbox.SandboxProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/// A program's output, cut into lines for the log. A line longer than 64 KiB is told in pieces, so
/// that no program can fill the memory.
final class StepOutput {
    private static final int MOST = 1 << 16;

    private StepOutput() {}

    /// Reads both streams to their ends and waits for the program's.
    static int pump(SandboxProcess running, StepLog log) throws IOException, InterruptedException {
        Thread errors =
                Thread.ofPlatform()
                        .daemon()
                        .name("stderr")
                        .start(() -> lines(running.stderr(), true, log));
        Thread output =
                Thread.ofPlatform()
                        .daemon()
                        .name("stdout")
                        .start(() -> lines(running.stdout(), false, log));
        int exitCode = running.waitFor();
        output.join();
        errors.join();
        return exitCode;
    }

    private static void lines(InputStream in, boolean standardError, StepLog log) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    if (buffer[i] == '\n' || line.size() == MOST) {
                        log.line(standardError, line.toByteArray());
                        line.reset();
                    }
                    if (buffer[i] != '\n') {
                        line.write(buffer[i]);
                    }
                }
            }
        } catch (IOException _) {
            // The pipe goes with a program that is killed: what it had said is all there is.
        }
        if (line.size() > 0) {
            log.line(standardError, line.toByteArray());
        }
    }
}
