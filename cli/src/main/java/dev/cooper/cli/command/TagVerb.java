// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import java.util.List;

/// `tag`.
final class TagVerb implements Verb {
    @Override
    public Description description() {
        return new Description(
                "tag",
                "SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]",
                "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE",
                List.of("image tag", "tag"),
                2,
                2);
    }

    @Override
    public int run(Session session, List<String> arguments) {
        session.images().tag(arguments.getFirst(), arguments.getLast());
        return 0;
    }
}
