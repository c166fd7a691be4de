// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.build.step.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A request's secrets and agents, as steps ask for them.
record LentSecrets(Map<String, BuildSecret> secrets, Map<String, Path> agents) implements Secrets {
    /// As the reference builder has it.
    private static final long MOST = 500 << 10;

    @Override
    public Optional<byte[]> secret(String id) throws IOException {
        BuildSecret secret = secrets.get(id);
        return switch (secret) {
            case null -> Optional.empty();
            case BuildSecret.Value value -> Optional.of(value.bytes().clone());
            case BuildSecret.File file -> Optional.of(read(id, file.path()));
        };
    }

    private static byte[] read(String id, Path path) throws IOException {
        if (Files.size(path) > MOST) {
            throw new IOException("secret " + id + " is larger than 500 KiB");
        }
        return Files.readAllBytes(path);
    }

    @Override
    public Optional<Path> agent(String id) {
        return Optional.ofNullable(agents.get(id));
    }
}
