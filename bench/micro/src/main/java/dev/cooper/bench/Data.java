// SPDX-License-Identifier: Apache-2.0
package dev.cooper.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The files that the references work on too: the folder named by the property `bench.data`.
final class Data {
    private Data() {}

    private static Path folder() {
        return Path.of(System.getProperty("bench.data"));
    }

    /// About 64 MB, of the kind that layers hold.
    static byte[] sample() throws IOException {
        return Files.readAllBytes(folder().resolve("sample"));
    }

    static byte[] gzip() throws IOException {
        return Files.readAllBytes(folder().resolve("sample.gz"));
    }

    static byte[] zstd() throws IOException {
        return Files.readAllBytes(folder().resolve("sample.zst"));
    }

    /// The contents of the files of the folder `files`.
    static List<byte[]> files() throws IOException {
        List<byte[]> all = new ArrayList<>();
        try (Stream<Path> paths = Files.list(folder().resolve("files"))) {
            for (Path each : paths.sorted().toList()) {
                all.add(Files.readAllBytes(each));
            }
        }
        return all;
    }
}
