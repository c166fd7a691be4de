// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.ImageSource;
import dev.cooper.engine.LoadedImage;
import dev.cooper.oci.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `load`. What it prints is the result, so `--quiet` takes nothing away: there is no progress.
final class LoadVerb implements Verb {
    private final Option.Text input;
    private final Option.Text platform;

    LoadVerb(Options options) {
        input =
                options.text(
                        "-i, --input",
                        "string",
                        "Read from tar archive file or OCI layout folder, instead of STDIN");
        platform =
                options.text(
                        "--platform",
                        "string",
                        "Load only the given platform variant (\"os/arch[/variant]\")");
        options.toggle("-q, --quiet", "Suppress the load output");
    }

    @Override
    public Description description() {
        return new Description(
                "load",
                "[OPTIONS]",
                "Load images from a tar archive, an OCI layout or STDIN",
                List.of("image load", "load"),
                0,
                0);
    }

    @Override
    public int run(Session session, List<String> arguments) throws CommandFailure, IOException {
        Optional<Platform> wanted = Optional.ofNullable(Platforms.parse(platform.value()));
        String typed = input.orElse("");
        if (typed.isEmpty()) {
            if (session.terminal().isInput()) {
                throw new CommandFailure("requested load from stdin, but stdin is empty");
            }
            print(session, new ImageSource.Stream(session.in()), wanted);
            return 0;
        }
        Path path = LocalFiles.path(typed);
        if (Files.isDirectory(path)) {
            print(session, new ImageSource.At(path), wanted);
            return 0;
        }
        try (InputStream tar = LocalFiles.open(typed)) {
            print(session, new ImageSource.Stream(tar), wanted);
        }
        return 0;
    }

    private static void print(Session session, ImageSource source, Optional<Platform> wanted) {
        for (LoadedImage each : session.images().load(source, wanted)) {
            each.replaced()
                    .forEach((tag, before) ->
                            session.out()
                                    .println(
                                            "The image "
                                                    + tag.familiar()
                                                    + " already exists, renaming the old one with ID "
                                                    + before
                                                    + " to empty string"));
            for (var tag : each.tags()) {
                session.out().println("Loaded image: " + tag.familiar());
            }
            if (each.tags().isEmpty()) {
                session.out().println("Loaded image ID: " + each.id());
            }
        }
    }
}
