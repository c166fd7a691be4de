// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// `save`.
final class SaveVerb implements Verb {
    private static final int BUFFER = 1 << 16;

    private final Option.Text output;

    SaveVerb(Options options) {
        output = options.text("-o, --output", "string", "Write to a file, instead of STDOUT");
        options.refuse("--platform");
    }

    @Override
    public Description description() {
        return new Description(
                "save",
                "[OPTIONS] IMAGE [IMAGE...]",
                "Save one or more images to a tar archive (streamed to STDOUT by default)",
                List.of("image save", "save"),
                1,
                Description.ANY);
    }

    @Override
    public int run(Session session, List<String> arguments) throws CommandFailure, IOException {
        String file = output.orElse("");
        if (!file.isEmpty()) {
            OutputFile.write(
                    file, "failed to save image: ", out -> session.images().save(arguments, out));
            return 0;
        }
        if (session.terminal().isOutput()) {
            throw new CommandFailure(
                    "cowardly refusing to save to a terminal. Use the -o flag or redirect");
        }
        OutputStream out = new BufferedOutputStream(session.out().direct(), BUFFER);
        session.images().save(arguments, out);
        out.flush();
        return 0;
    }
}
