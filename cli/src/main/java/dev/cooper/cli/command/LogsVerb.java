// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.ContainerView;
import dev.cooper.engine.Containers;
import java.util.List;

/// `logs`: what a container printed, each stream to its own.
final class LogsVerb implements Verb {
    private static final long AGAIN_MILLIS = 300;

    private final Option.Switch follow;
    private final Option.Text tail;

    LogsVerb(Options options) {
        follow = options.toggle("-f, --follow", "Follow log output");
        tail =
                options.text(
                        "-n, --tail",
                        "string",
                        "Number of lines to show from the end of the logs (default \"all\")");
        options.refuse("-t", "--timestamps", "--since", "--until", "--details");
    }

    @Override
    public Description description() {
        return new Description(
                "logs",
                "[OPTIONS] CONTAINER",
                "Fetch the logs of a container",
                List.of("container logs", "logs"),
                1,
                1);
    }

    @Override
    public int run(Session session, List<String> arguments) throws InterruptedException {
        Containers containers = session.containers();
        // Its id, so that another one that takes the name meanwhile is not mixed up with it.
        String id = containers.find(arguments.getFirst()).id();
        LogWindow window = new LogWindow(lines(), session.out().direct(), session.err().direct());
        boolean running;
        do {
            // Asked before reading: what is printed after the last reading is nothing.
            running = containers.find(id).status() == ContainerView.Status.RUNNING;
            window.begin();
            containers.logs(id, window.out(), window.err());
            window.end();
            if (running && follow.isOn()) {
                Thread.sleep(AGAIN_MILLIS);
            }
        } while (running && follow.isOn());
        return 0;
    }

    /// How many lines from the end; -1 for all.
    private int lines() {
        try {
            return Math.max(-1, Integer.parseInt(tail.orElse("all")));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
