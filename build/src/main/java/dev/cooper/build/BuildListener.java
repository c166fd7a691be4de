// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import dev.cooper.dockerfile.lint.LintReport;
import java.time.Duration;

/// Is told what happens in a build. Steps are numbered from 1 as they are first heard of. Called
/// from many threads, one at a time.
public interface BuildListener {
    /// Hears nothing.
    BuildListener NONE =
            new BuildListener() {
                @Override
                public void started(int step, String name) {}

                @Override
                public void status(int step, String text) {}

                @Override
                public void log(int step, boolean error, byte[] line, Duration sinceStart) {}

                @Override
                public void done(int step, boolean cached, Duration took) {}

                @Override
                public void failed(int step, String message, Duration took) {}

                @Override
                public void canceled(int step) {}

                @Override
                public void warning(String text) {}

                @Override
                public void checked(int step, LintReport report) {}
            };

    void started(int step, String name);

    void status(int step, String text);

    /// Why a step runs; only in builds that were asked to explain.
    default void explained(int step, String text) {}

    /// @param line without its end
    void log(int step, boolean standardError, byte[] line, Duration sinceStart);

    void done(int step, boolean cached, Duration took);

    void failed(int step, String message, Duration took);

    void canceled(int step);

    void warning(String text);

    /// What the checks of the Dockerfile came to; told once, while the step that loads it runs.
    void checked(int step, LintReport report);
}
