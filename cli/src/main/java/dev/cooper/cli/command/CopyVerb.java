// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.Containers;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `cp`, both ways, `-` being a tar on standard input or output.
final class CopyVerb implements Verb {
    private static final String TAR = "-";

    private final Option.Switch followLink;

    CopyVerb(Options options) {
        options.toggle("-a, --archive", "Archive mode (copy all uid/gid information)");
        followLink = options.toggle("-L, --follow-link", "Always follow symbol link in SRC_PATH");
        options.toggle("-q, --quiet", "Suppress progress output during copy");
    }

    @Override
    public Description description() {
        return new Description(
                "cp",
                "[OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-\n\tcp [OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH",
                "Copy files/folders between a container and the local filesystem",
                List.of("container cp", "cp"),
                2,
                2);
    }

    /// A side of the copy.
    ///
    /// @param container null for this machine
    record Place(@Nullable String container, String path) {
        /// A path that begins with a slash or a dot, or has no colon, is one of this machine.
        static Place parse(String typed) {
            int colon = typed.indexOf(':');
            return typed.startsWith("/") || typed.startsWith(".") || colon < 0
                    ? new Place(null, typed)
                    : new Place(typed.substring(0, colon), typed.substring(colon + 1));
        }
    }

    @Override
    public int run(Session session, List<String> arguments) throws CommandFailure {
        Place from = Place.parse(arguments.getFirst());
        Place to = Place.parse(arguments.getLast());
        if (from.path().isEmpty() && from.container() == null) {
            throw new CommandFailure("source can not be empty");
        }
        if (to.path().isEmpty() && to.container() == null) {
            throw new CommandFailure("destination can not be empty");
        }
        if (from.container() != null && to.container() != null) {
            throw new CommandFailure("copying between containers is not supported");
        }
        if (from.container() != null) {
            out(session, from.container(), from.path(), to.path());
        } else if (to.container() != null) {
            in(session, from.path(), to.container(), to.path());
        } else {
            throw new CommandFailure("must specify at least one container source");
        }
        return 0;
    }

    private void out(Session session, String container, String source, String target)
            throws CommandFailure {
        Containers containers = session.containers();
        if (!target.equals(TAR)) {
            containers.copyOut(container, source, localTarget(target), followLink.isOn());
            return;
        }
        if (session.terminal().isOutput()) {
            throw new CommandFailure(
                    "refusing to write a tar archive to a terminal: redirect the output");
        }
        containers.copyOut(container, source, session.out().direct(), followLink.isOn());
    }

    private void in(Session session, String source, String container, String target)
            throws CommandFailure {
        Containers containers = session.containers();
        if (source.equals(TAR)) {
            containers.copyIn(session.in(), container, target);
        } else {
            containers.copyIn(LocalFiles.path(source), container, target, followLink.isOn());
        }
    }

    /// A slash at the end says that it must be a directory; paths lose it, but keep a dot.
    private static Path localTarget(String typed) throws CommandFailure {
        return LocalFiles.path(typed.endsWith("/") ? typed + "." : typed);
    }
}
