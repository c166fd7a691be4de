// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Context;
import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A machine of its own as far as registries are concerned: a store, credentials, and a
/// configuration that has a mirror in place of the hub.
record Machine(Cooper cooper, Path folder) {
    /// @param mirror host and port of what stands for the hub
    static Machine in(Path folder, String mirror) {
        try {
            Files.createDirectories(folder.resolve("docker"));
            Files.writeString(
                    folder.resolve("registries.conf"),
                    """
                    [[registry]]
                    location = "docker.io"

                    [[registry.mirror]]
                    location = "%s"
                    insecure = true
                    """
                            .formatted(mirror));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Machine(Cooper.on(folder.resolve("store")), folder);
    }

    Command command(String... words) {
        return cooper.command(words)
                .env("CONTAINERS_REGISTRIES_CONF", folder.resolve("registries.conf").toString())
                .env("DOCKER_CONFIG", folder.resolve("docker").toString());
    }

    Result run(String... words) {
        return command(words).run();
    }

    Result ok(String... words) {
        return run(words).ok();
    }

    String id(String image) {
        return ok("images", "-q", "--no-trunc", image).text();
    }

    Result build(Context context, String... options) {
        List<String> words = new ArrayList<>(List.of("build", "--progress=plain"));
        words.addAll(List.of(options));
        words.add(context.toString());
        return run(words.toArray(String[]::new));
    }
}
