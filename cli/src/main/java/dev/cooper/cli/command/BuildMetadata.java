// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.engine.BuildResult;
import dev.cooper.oci.Json;
import dev.cooper.oci.Reference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.stream.Collectors;

/// What `--metadata-file` says of a build, in the members of buildx.
final class BuildMetadata {
    private BuildMetadata() {}

    static Json.Obj of(BuildResult result) {
        Json.Builder json = Json.object();
        if (!result.build().isEmpty()) {
            json.put("buildx.build.ref", "default/default/" + result.build());
        }
        json.put("containerimage.config.digest", result.image().toString());
        var manifest = result.manifest();
        if (manifest.isPresent()) {
            json.put(
                    "containerimage.descriptor",
                    Json.object()
                            .put("mediaType", manifest.get().mediaType())
                            .put("digest", manifest.get().digest().toString())
                            .put("size", manifest.get().size())
                            .build());
            json.put("containerimage.digest", manifest.get().digest().toString());
        } else {
            json.put("containerimage.digest", result.image().toString());
        }
        if (!result.tags().isEmpty()) {
            json.put(
                    "image.name",
                    result.tags().stream()
                            .map(Reference::toString)
                            .collect(Collectors.joining(",")));
        }
        return json.build();
    }

    static void write(String file, BuildResult result) throws CommandFailure {
        byte[] text =
                (of(result).toPrettyString("  ", Json.Escaping.PLAIN) + "\n")
                        .getBytes(StandardCharsets.UTF_8);
        try {
            Files.write(LocalFiles.path(file), text);
        } catch (IOException e) {
            throw new CommandFailure("open " + file + ": " + LocalFiles.why(e));
        }
    }
}
