// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.progress;

import dev.cooper.engine.BuildEvent;
import java.util.ArrayDeque;
import java.util.Queue;

/// Shows nothing while it is paused, and all that happened meanwhile afterwards.
public final class PausableProgress implements Progress {
    private final Progress shown;
    private final Queue<BuildEvent> waiting = new ArrayDeque<>();
    private boolean paused;

    public PausableProgress(Progress shown) {
        this.shown = shown;
    }

    @Override
    public synchronized void accept(BuildEvent event) {
        if (paused) {
            waiting.add(event);
        } else {
            shown.accept(event);
        }
    }

    @Override
    public synchronized void tick() {
        if (!paused) {
            shown.tick();
        }
    }

    @Override
    public synchronized void pause() {
        shown.tick();
        shown.pause();
        paused = true;
    }

    @Override
    public synchronized void resume() {
        paused = false;
        waiting.forEach(shown);
        waiting.clear();
    }

    @Override
    public synchronized void end() {
        resume();
        shown.end();
    }
}
