// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.progress;

import dev.cooper.cli.console.Output;
import dev.cooper.engine.BuildEvent;
import dev.cooper.engine.BuildEventJson;
import java.time.Instant;

/// Every event as a line of JSON (`docs/progress.md`), for other programs.
public final class RawProgress implements Progress {
    private final Output out;

    public RawProgress(Output out) {
        this.out = out;
    }

    @Override
    public void accept(BuildEvent event) {
        accept(new BuildEventJson.Timed(Instant.now(), event));
    }

    /// An event that happened at some other time.
    public synchronized void accept(BuildEventJson.Timed timed) {
        out.write(BuildEventJson.line(timed));
        out.println("").flush();
    }

    @Override
    public void tick() {}

    @Override
    public void end() {
        out.flush();
    }
}
