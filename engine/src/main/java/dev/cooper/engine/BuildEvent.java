// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import java.time.Duration;
import java.util.List;

/// What happens in a build, in order. Steps are numbered from 1 in the order in which they were
/// first heard of, as the `#N` of docker's plain progress.
public sealed interface BuildEvent {
    /// A step begins. Its name is docker's: `[build 2/4] RUN make`, `[internal] load build
    /// context`.
    record Started(int step, String name) implements BuildEvent {}

    /// A line about the step's own work, such as `transferring context: 34B done`.
    record Status(int step, String text) implements BuildEvent {}

    /// Why the step runs: the first thing that makes it differ from the nearest one that ran
    /// before, in words. Only in builds that were asked to explain.
    record Explained(int step, String text) implements BuildEvent {}

    /// One line of the program's output without its line end; bytes, since programs print what they
    /// like.
    @SuppressWarnings("ArrayRecordComponent")
    record Log(int step, boolean standardError, byte[] line, Duration sinceStart)
            implements BuildEvent {}

    /// The step's result is there: it ran, or (`cached`) a record of an earlier run held it.
    record Done(int step, boolean cached, Duration took) implements BuildEvent {}

    /// The step failed; the build ends with the same error.
    record Failed(int step, String message, Duration took) implements BuildEvent {}

    /// The step was stopped since another one failed, or the build was cancelled.
    record Canceled(int step) implements BuildEvent {}

    /// Something the user should know that stops nothing.
    record Warning(String text) implements BuildEvent {}

    /// Something in the Dockerfile should be written otherwise; `step` is the one that loads it.
    record Found(int step, CheckWarning warning) implements BuildEvent {}

    /// The image is in the store under its tags; the last event of a build that went well.
    record Built(Digest image, List<Reference> tags) implements BuildEvent {}
}
