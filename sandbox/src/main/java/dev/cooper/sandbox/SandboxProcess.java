// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A process in its sandbox. When it ends, or this JVM does, everything in the sandbox ends with it
/// and nothing stays mounted.
///
/// The caller reads [#stdout] and [#stderr] to their ends, each in a thread of its own.
public interface SandboxProcess extends AutoCloseable {
    InputStream stdout();

    InputStream stderr();

    /// Buffered nowhere; closing it is the program's end of file. A null device unless the spec
    /// asks for it.
    OutputStream stdin();

    /// Waits for the end, and for everything that has to be undone in the tree.
    ///
    /// @return the exit code; 128+n if signal n ended the program
    int waitFor() throws IOException, InterruptedException;

    /// Sends a signal to the program alone.
    void signal(int number) throws IOException;

    /// Ends everything in the sandbox at once.
    void kill();

    /// [#kill]s if it still runs, waits, and undoes what has to be undone.
    @Override
    void close() throws IOException;
}
