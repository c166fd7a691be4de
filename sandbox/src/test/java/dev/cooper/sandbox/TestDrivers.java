// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The drivers of this machine, tried once for all tests.
final class TestDrivers {
    /// What is remembered of them.
    static final Path MEMORY = memory();

    private static final Map<Sandbox.Kind, Optional<Sandbox>> KNOWN = new ConcurrentHashMap<>();

    private TestDrivers() {}

    /// The test is passed over where the driver doesn't work.
    static Sandbox of(Sandbox.Kind kind) throws IOException, InterruptedException {
        Optional<Sandbox> known = KNOWN.get(kind);
        if (known == null) {
            known = tried(kind);
            KNOWN.put(kind, known);
        }
        assumeTrue(known.isPresent(), kind + " doesn't work on this machine");
        return known.get();
    }

    private static Optional<Sandbox> tried(Sandbox.Kind kind)
            throws IOException, InterruptedException {
        try {
            return Optional.of(Sandbox.of(kind, MEMORY));
        } catch (NoSandboxException e) {
            System.err.println(e.getMessage());
            return Optional.empty();
        }
    }

    private static Path memory() {
        try {
            Path memory = Files.createTempDirectory("drivers");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(memory)));
            return memory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path memory) {
        try {
            Box.delete(memory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
