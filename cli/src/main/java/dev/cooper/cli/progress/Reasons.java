// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.progress;

import dev.cooper.cli.console.Output;
import dev.cooper.engine.BuildEvent;
import java.util.HashMap;
import java.util.Map;

/// Shows nothing of a build but why its steps ran, a line each.
public final class Reasons implements Progress {
    private final Output out;
    private final Map<Integer, String> names = new HashMap<>();

    public Reasons(Output out) {
        this.out = out;
    }

    @Override
    public synchronized void accept(BuildEvent event) {
        switch (event) {
            case BuildEvent.Started(int step, String name) -> names.put(step, name);
            case BuildEvent.Explained(int step, String text) ->
                    out.println(names.getOrDefault(step, "#" + step) + ": " + text).flush();
            case BuildEvent.Status _,
                    BuildEvent.Log _,
                    BuildEvent.Done _,
                    BuildEvent.Failed _,
                    BuildEvent.Canceled _,
                    BuildEvent.Warning _,
                    BuildEvent.Found _,
                    BuildEvent.Built _ -> {}
        }
    }

    @Override
    public void tick() {}

    @Override
    public void end() {}
}
