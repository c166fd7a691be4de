// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/// Is called when a program of a build fails, while all that it saw is still there.
public interface BuildDebugger {
    /// Looks at the failure; the build fails when this returns. Called by one step at a time, on
    /// its thread; other steps go on meanwhile.
    void failed(FailedStep step) throws InterruptedException;

    /// The place of a failure: the root file system as the program left it, with its mounts,
    /// secrets, environment, user and working directory. What is changed there is lost.
    interface FailedStep {
        /// What is said of the failure.
        String message();

        /// What was run.
        List<String> command();

        /// Runs another program there, without a terminal, and waits for its end. A thread may go
        /// on reading `in`.
        ///
        /// @return its exit code; 128+n if signal n ended it
        /// @throws CooperException.InvalidInput if there is no such program
        int run(List<String> command, InputStream in, OutputStream out, OutputStream err)
                throws InterruptedException;
    }
}
