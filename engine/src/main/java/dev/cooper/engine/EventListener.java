// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.build.BuildListener;
import dev.cooper.dockerfile.lint.LintReport;
import java.time.Duration;
import java.util.function.Consumer;

/// Tells what happens in a build as this API's events.
record EventListener(Consumer<BuildEvent> events) implements BuildListener {
    @Override
    public void started(int step, String name) {
        events.accept(new BuildEvent.Started(step, name));
    }

    @Override
    public void status(int step, String text) {
        events.accept(new BuildEvent.Status(step, text));
    }

    @Override
    public void explained(int step, String text) {
        events.accept(new BuildEvent.Explained(step, text));
    }

    @Override
    public void log(int step, boolean standardError, byte[] line, Duration sinceStart) {
        events.accept(new BuildEvent.Log(step, standardError, line, sinceStart));
    }

    @Override
    public void done(int step, boolean cached, Duration took) {
        events.accept(new BuildEvent.Done(step, cached, took));
    }

    @Override
    public void failed(int step, String message, Duration took) {
        events.accept(new BuildEvent.Failed(step, message, took));
    }

    @Override
    public void canceled(int step) {
        events.accept(new BuildEvent.Canceled(step));
    }

    @Override
    public void warning(String text) {
        events.accept(new BuildEvent.Warning(text));
    }

    @Override
    public void checked(int step, LintReport report) {
        for (CheckWarning each : CheckResults.warnings(report, report.fileName())) {
            events.accept(new BuildEvent.Found(step, each));
        }
    }
}
