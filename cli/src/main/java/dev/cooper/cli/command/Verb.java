// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.UsageException;
import dev.cooper.cli.template.TemplateException;
import dev.cooper.engine.CooperException;
import java.io.IOException;
import java.util.List;

/// One verb. Its constructor declares its options; they have their values when it runs.
public interface Verb {
    /// What help says of it.
    ///
    /// @param path the words that call it by its first name, without the program's: `images`,
    ///   `buildx build`
    /// @param synopsis what follows them: `[OPTIONS] SOURCE [TARGET]`
    /// @param aliases all ways to call it; empty if there is one
    /// @param least arguments that it needs at least
    /// @param most arguments that it takes at most
    record Description(
            String path,
            String synopsis,
            String summary,
            List<String> aliases,
            int least,
            int most) {
        static final int ANY = Integer.MAX_VALUE;
    }

    Description description();

    /// Does it.
    ///
    /// @param arguments what is no option; as many as the description says
    /// @return the exit code
    int run(Session session, List<String> arguments)
            throws CommandFailure,
                    UsageException,
                    TemplateException,
                    IOException,
                    InterruptedException;

    /// Says what the engine threw; returns the exit code.
    default int report(Session session, CooperException e) {
        session.err().println(Errors.fromDaemon(e));
        return 1;
    }

    /// Says what this side found wrong; returns the exit code.
    default int failed(Session session, CommandFailure e) {
        session.err().println(e.message());
        return e.exitCode();
    }

    /// Says that the command line can't be taken; returns the exit code.
    default int misused(Session session, UsageException e) {
        return Usage.complain(session, description(), e);
    }
}
