// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.ConvertRequest;
import dev.cooper.engine.ConvertRequest.Target;
import dev.cooper.oci.Compression;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/// `image convert`: docker has none. A target that ends in `.tar` is an archive, any other a
/// folder.
final class ConvertVerb implements Verb {
    private final Option.Text compression;
    private final Option.Text level;

    ConvertVerb(Options options) {
        compression =
                options.text(
                        "--compression",
                        "string",
                        "Of the layers: \"gzip\", \"zstd\", \"uncompressed\" (default \"gzip\")");
        level = options.text("--level", "int", "1 to 9 for gzip (6), 1 to 19 for zstd (3)");
    }

    @Override
    public Description description() {
        return new Description(
                "image convert",
                "[OPTIONS] IMAGE FOLDER|FILE.tar",
                "Write an image as an OCI layout, its layers in another compression",
                List.of("image convert"),
                2,
                2);
    }

    @Override
    public int run(Session session, List<String> arguments) throws CommandFailure, IOException {
        String image = arguments.getFirst();
        String target = arguments.getLast();
        Compression codec = codec(compression.orElse("gzip"));
        OptionalInt wanted = level();
        if (target.endsWith(".tar")) {
            OutputFile.write(
                    target,
                    "failed to convert image: ",
                    out ->
                            convert(
                                    session,
                                    new ConvertRequest(
                                            image, new Target.Archive(out), codec, wanted)));
        } else {
            convert(
                    session,
                    new ConvertRequest(
                            image, new Target.Folder(LocalFiles.path(target)), codec, wanted));
        }
        return 0;
    }

    private static void convert(Session session, ConvertRequest request) {
        session.out().println(session.images().convert(request).toString());
    }

    private static Compression codec(String typed) throws CommandFailure {
        return switch (typed) {
            case "gzip" -> Compression.GZIP;
            case "zstd" -> Compression.ZSTD;
            case "uncompressed" -> Compression.NONE;
            default ->
                    throw new CommandFailure(
                            "unknown compression \""
                                    + typed
                                    + "\": choose gzip, zstd or uncompressed");
        };
    }

    private OptionalInt level() throws CommandFailure {
        String typed = level.orElse("");
        if (typed.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(typed));
        } catch (NumberFormatException e) {
            throw new CommandFailure("invalid --level \"" + typed + "\": not a number");
        }
    }
}
