// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.CooperException;
import dev.cooper.engine.RemovedImage;
import java.util.List;

/// `rmi`: goes on with the others where one can't be removed.
final class RemoveImageVerb implements Verb {
    private final Option.Switch force;

    RemoveImageVerb(Options options) {
        force = options.toggle("-f, --force", "Force removal of the image");
        options.toggle("--no-prune", "Do not delete untagged parents");
    }

    @Override
    public Description description() {
        return new Description(
                "rmi",
                "[OPTIONS] IMAGE [IMAGE...]",
                "Remove one or more images",
                List.of("image rm", "image remove", "rmi"),
                1,
                Description.ANY);
    }

    @Override
    public int run(Session session, List<String> arguments) {
        int code = 0;
        for (String name : arguments) {
            try {
                for (RemovedImage each : session.images().remove(name, force.isOn())) {
                    session.out()
                            .println(
                                    switch (each) {
                                        case RemovedImage.Untagged(String reference) ->
                                                "Untagged: " + reference;
                                        case RemovedImage.Deleted(String digest) ->
                                                "Deleted: " + digest;
                                    });
                }
            } catch (CooperException e) {
                boolean forgiven = force.isOn() && e instanceof CooperException.NotFound;
                int reported = report(session, e);
                code = forgiven ? code : reported;
            }
        }
        return code;
    }
}
