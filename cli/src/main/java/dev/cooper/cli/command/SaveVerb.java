// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// `save`: a file appears whole or not at all.
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
            save(session, arguments, file);
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

    private static void save(Session session, List<String> names, String file)
            throws CommandFailure, IOException {
        Path target = LocalFiles.path(file);
        Path absolute = target.toAbsolutePath();
        Path folder = absolute.getParent();
        if (Files.isDirectory(target)) {
            throw invalid("\"" + file + "\" is a directory");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw invalid("directory \"" + folder + "\" does not exist");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            // A device or a pipe: nothing can be put in its place.
            try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.WRITE)) {
                write(session, names, out);
            }
            return;
        }
        Path part = temporary(folder);
        boolean done = false;
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                write(session, names, out);
            }
            Path real = Files.exists(absolute) ? absolute.toRealPath() : absolute;
            Files.move(
                    part,
                    real,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(part);
            }
        }
    }

    private static Path temporary(Path folder) throws CommandFailure {
        try {
            return Files.createTempFile(folder, ".cooper-save-", ".tmp");
        } catch (IOException e) {
            throw invalid(folder + ": " + LocalFiles.why(e));
        }
    }

    private static void write(Session session, List<String> names, OutputStream out)
            throws IOException {
        OutputStream buffered = new BufferedOutputStream(out, BUFFER);
        session.images().save(names, buffered);
        buffered.flush();
    }

    private static CommandFailure invalid(String why) {
        return new CommandFailure("failed to save image: invalid output path: " + why);
    }
}
