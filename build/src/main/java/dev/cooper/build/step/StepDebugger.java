// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.solver.StepException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/// Somebody who wants to look at a program's file system when it has failed, before that goes.
public interface StepDebugger {
    /// A program of a `RUN` failed. Returns when it has been looked at; the build then fails as it
    /// would have. Called by one step at a time.
    void failed(Failed step) throws IOException, InterruptedException, StepException;

    /// The place of the failure: the root file system as the program left it, its mounts,
    /// environment, user and working directory. What is written is lost when the step ends, but in
    /// folders that steps share.
    interface Failed {
        /// What is said of the failure.
        String message();

        /// What was run.
        List<String> arguments();

        /// Runs another program there, and waits for its end. A thread may go on reading `in`.
        ///
        /// @return its exit code; 128+n if signal n ended it
        /// @throws StepException if there is no such program
        int run(List<String> arguments, InputStream in, OutputStream out, OutputStream err)
                throws IOException, InterruptedException, StepException;
    }
}
