// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.engine.CooperException;
import dev.cooper.oci.InvalidReferenceException;
import dev.cooper.oci.Reference;

/// What `run` and `create` say when they fail.
final class ContainerFailures {
    static final int FAILED = 125;

    private ContainerFailures() {}

    /// The line that docker prints before it pulls.
    static void imageIsMissing(Session session, CooperException e, String image) {
        if (e instanceof CooperException.NotFound) {
            session.err().println("Unable to find image '" + familiar(image) + "' locally");
        }
    }

    private static String familiar(String image) {
        try {
            return Reference.parse(image).familiar();
        } catch (InvalidReferenceException e) {
            return image;
        }
    }

    /// `docker: … Run 'docker run --help' for more information`.
    static void say(Session session, String message) {
        session.err()
                .println(session.program() + ": " + message)
                .println("")
                .println("Run '" + session.program() + " run --help' for more information");
    }
}
