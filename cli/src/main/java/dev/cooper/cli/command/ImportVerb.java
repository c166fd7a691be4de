// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.ImportRequest;
import dev.cooper.oci.InvalidReferenceException;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `import`: an image of one layer from a root file system's tar.
final class ImportVerb implements Verb {
    private final Option.Texts changes;
    private final Option.Text message;
    private final Option.Text platform;

    ImportVerb(Options options) {
        changes =
                options.texts(
                        "-c, --change",
                        "list",
                        "Apply Dockerfile instruction to the created image");
        message = options.text("-m, --message", "string", "Set commit message for imported image");
        platform = options.text("--platform", "string", "Platform of the image");
    }

    @Override
    public Description description() {
        return new Description(
                "import",
                "[OPTIONS] file|- [REPOSITORY[:TAG]]",
                "Import the contents from a tarball to create a filesystem image",
                List.of("image import", "import"),
                1,
                2);
    }

    @Override
    public int run(Session session, List<String> arguments) throws CommandFailure, IOException {
        String source = arguments.getFirst();
        if (source.startsWith("http://") || source.startsWith("https://")) {
            throw new CommandFailure(
                    "import from a URL is not supported by Cooper: fetch it first, and give the file or -");
        }
        Platform wanted = Platforms.parse(platform.value());
        Optional<Reference> reference =
                arguments.size() > 1 ? Optional.of(reference(arguments.get(1))) : Optional.empty();
        if (source.equals("-")) {
            if (session.terminal().isInput()) {
                throw new CommandFailure("refusing to read a tar archive from a terminal");
            }
            put(session, new BufferedInputStream(session.in()), reference, wanted);
        } else {
            try (InputStream in = new BufferedInputStream(LocalFiles.open(source))) {
                put(session, in, reference, wanted);
            }
        }
        return 0;
    }

    private void put(
            Session session,
            InputStream tar,
            Optional<Reference> reference,
            @Nullable Platform wanted) {
        ImportRequest request =
                new ImportRequest(
                        tar,
                        reference,
                        changes.values(),
                        message.orElse(""),
                        wanted == null ? Platform.host() : wanted);
        session.out().println(session.images().importTar(request).toString());
    }

    private static Reference reference(String typed) throws CommandFailure {
        try {
            return Reference.parse(typed);
        } catch (InvalidReferenceException e) {
            throw new CommandFailure("Error response from daemon: " + e.getMessage());
        }
    }
}
