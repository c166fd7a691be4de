// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.sandbox.SandboxProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Carries a program's streams to and from somewhere else, as they come.
final class Streams {
    private Streams() {}

    /// Until the program ends.
    static int carry(SandboxProcess process, InputStream in, OutputStream out, OutputStream err)
            throws IOException, InterruptedException {
        Thread output = begin("stdout", () -> copy(process.stdout(), out));
        Thread errors = begin("stderr", () -> copy(process.stderr(), err));
        // Not waited for: nobody can wake somebody who reads from a terminal.
        begin(
                "stdin",
                () -> {
                    copy(in, process.stdin());
                    close(process.stdin());
                });
        int exitCode = process.waitFor();
        output.join();
        errors.join();
        return exitCode;
    }

    private static Thread begin(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name(name).start(work);
    }

    private static void copy(InputStream in, OutputStream out) {
        byte[] buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException _) {
            // The program has ended, or nobody reads what it says any more.
        }
    }

    private static void close(OutputStream stream) {
        try {
            stream.close();
        } catch (IOException _) {
            // The program has ended.
        }
    }
}
