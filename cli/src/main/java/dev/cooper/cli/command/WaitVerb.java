// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.engine.ContainerView;
import java.util.List;

/// `wait`: exit codes, once there are any.
final class WaitVerb implements Verb {
    private static final long AGAIN_MILLIS = 100;

    @Override
    public Description description() {
        return new Description(
                "wait",
                "CONTAINER [CONTAINER...]",
                "Block until one or more containers stop, then print their exit codes",
                List.of("container wait", "wait"),
                1,
                Description.ANY);
    }

    @Override
    public int run(Session session, List<String> arguments) throws InterruptedException {
        for (String name : arguments) {
            String id = session.containers().find(name).id();
            ContainerView now = session.containers().find(id);
            while (now.status() == ContainerView.Status.RUNNING) {
                Thread.sleep(AGAIN_MILLIS);
                now = session.containers().find(id);
            }
            session.out().println(Integer.toString(now.exitCode())).flush();
        }
        return 0;
    }
}
