// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.solver.StepException;
import dev.cooper.posix.Name;
import dev.cooper.sandbox.Sandbox;
import dev.cooper.sandbox.SandboxProcess;
import dev.cooper.sandbox.SandboxSpec;
import dev.cooper.sandbox.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/// The place where a program of a `RUN` failed.
///
/// @param was what failed in there
record FailedRun(
        Sandbox sandbox, SandboxSpec was, String message, List<String> arguments, Folders folders)
        implements StepDebugger.Failed {
    /// Makes a new empty folder for a run.
    interface Folders {
        Path fresh() throws IOException;
    }

    @Override
    public int run(List<String> words, InputStream in, OutputStream out, OutputStream err)
            throws IOException, InterruptedException, StepException {
        SandboxSpec again =
                new SandboxSpec(
                        was.root(),
                        was.mounts(),
                        words.stream().map(Name::of).toList(),
                        was.environment(),
                        was.workingDirectory(),
                        was.user(),
                        was.hostname(),
                        was.network(),
                        was.extraHosts(),
                        was.limits(),
                        was.keepStubs(),
                        true,
                        folders.fresh());
        try (SandboxProcess process = sandbox.start(again)) {
            return Streams.carry(process, in, out, err);
        } catch (StartException e) {
            throw new StepException(
                    "cannot run " + String.join(" ", words) + " there: " + e.getMessage(), e);
        }
    }
}
