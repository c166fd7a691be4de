// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// `export`.
final class ExportVerb implements Verb {
    private final Option.Text output;

    ExportVerb(Options options) {
        output = options.text("-o, --output", "string", "Write to a file, instead of STDOUT");
    }

    @Override
    public Description description() {
        return new Description(
                "export",
                "[OPTIONS] CONTAINER",
                "Export a container's filesystem as a tar archive",
                List.of("container export", "export"),
                1,
                1);
    }

    @Override
    public int run(Session session, List<String> arguments) throws CommandFailure, IOException {
        String name = arguments.getFirst();
        String file = output.orElse("");
        if (!file.isEmpty()) {
            OutputFile.write(
                    file,
                    "failed to export container: ",
                    out -> session.containers().export(name, out));
            return 0;
        }
        if (session.terminal().isOutput()) {
            throw new CommandFailure(
                    "cowardly refusing to save to a terminal. Use the -o flag or redirect");
        }
        OutputStream out = new BufferedOutputStream(session.out().direct(), 1 << 16);
        session.containers().export(name, out);
        out.flush();
        return 0;
    }
}
