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
import java.net.URI;
import java.net.URISyntaxException;
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
                "[OPTIONS] file|URL|- [REPOSITORY[:TAG]]",
                "Import the contents from a tarball to create a filesystem image",
                List.of("image import", "import"),
                1,
                2);
    }

    @Override
    public int run(Session session, List<String> arguments)
            throws CommandFailure, IOException, InterruptedException {
        String source = arguments.getFirst();
        if (source.startsWith("http://") || source.startsWith("https://")) {
            return fromWeb(session, arguments);
        }
        Platform wanted = Platforms.parse(platform.value());
        Optional<Reference> reference =
                arguments.size() > 1 ? Optional.of(reference(arguments.get(1))) : Optional.empty();
        if (source.equals("-")) {
            if (session.terminal().isInput()) {
                throw new CommandFailure("refusing to read a tar archive from a terminal");
            }
            put(session, new BufferedInputStream(session.in()), reference, wanted, "");
        } else {
            try (InputStream in = new BufferedInputStream(LocalFiles.open(source))) {
                put(session, in, reference, wanted, "");
            }
        }
        return 0;
    }

    /// Passwords in addresses are no part of what an image says of itself.
    private int fromWeb(Session session, List<String> arguments)
            throws CommandFailure, IOException, InterruptedException {
        Platform wanted = Platforms.parse(platform.value());
        Optional<Reference> reference =
                arguments.size() > 1 ? Optional.of(reference(arguments.get(1))) : Optional.empty();
        URI address;
        try {
            address = new URI(arguments.getFirst());
        } catch (URISyntaxException e) {
            throw new CommandFailure("invalid URL: " + e.getReason());
        }
        if (address.getRawUserInfo() != null) {
            throw new CommandFailure(
                    "a URL with a password in it is not supported by Cooper: fetch the file first, and give it or -");
        }
        session.out().println("Downloading from " + address).flush();
        try (InputStream in = new BufferedInputStream(session.images().download(address))) {
            put(session, in, reference, wanted, "Imported from " + address);
        }
        return 0;
    }

    private void put(
            Session session,
            InputStream tar,
            Optional<Reference> reference,
            @Nullable Platform wanted,
            String otherwise) {
        ImportRequest request =
                new ImportRequest(
                        tar,
                        reference,
                        changes.values(),
                        message.orElse(otherwise),
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
