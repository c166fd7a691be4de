// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.Elapsed;
import dev.cooper.engine.BuildEvent;
import dev.cooper.engine.BuildEventJson;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// The steps of a build: number, how it ended, how long it took, and what it was; why it ran, where
/// that is known.
final class StepTable implements Consumer<BuildEventJson.Timed> {
    private final Map<Integer, Step> steps = new LinkedHashMap<>();

    private static final class Step {
        private final String name;
        private String state = "Running";
        private String took = "";
        private String reason = "";

        Step(String name) {
            this.name = name;
        }

        void end(String newState, Duration newTook) {
            state = newState;
            took = Elapsed.tenths(newTook);
        }
    }

    private Step step(int number) {
        return steps.computeIfAbsent(number, _ -> new Step(""));
    }

    @Override
    public void accept(BuildEventJson.Timed timed) {
        switch (timed.event()) {
            case BuildEvent.Started(int number, String name) -> steps.put(number, new Step(name));
            case BuildEvent.Done(int number, boolean cached, Duration took) ->
                    step(number).end(cached ? "Cached" : "Done", took);
            case BuildEvent.Failed(int number, _, Duration took) -> step(number).end("Error", took);
            case BuildEvent.Canceled(int number) -> step(number).state = "Canceled";
            case BuildEvent.Explained(int number, String text) -> step(number).reason = text;
            case BuildEvent.Status _,
                    BuildEvent.Log _,
                    BuildEvent.Warning _,
                    BuildEvent.Found _,
                    BuildEvent.Built _ -> {}
        }
    }

    /// Lines whose cells end in tabs.
    String text() {
        StringBuilder out = new StringBuilder("STEP\tSTATE\tDURATION\tNAME\n");
        steps.forEach((number, step) -> {
            out.append('#').append(number).append('\t').append(step.state).append('\t');
            out.append(step.took).append('\t').append(step.name.replace('\t', ' ')).append('\n');
            if (!step.reason.isEmpty()) {
                out.append("\t\t\t  because ").append(step.reason).append('\n');
            }
        });
        return out.toString();
    }
}
