// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it.language;

import dev.cooper.testkit.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A case of the language.
///
/// ```
/// Dockerfile     what is built; setup.sh may write it instead, where it holds odd bytes
/// context/       files beside it
/// setup.sh       run in the context, after these are in it: for links, modes, owners, odd names
/// args           options of `build`, one a line; $CONTEXT is the context's folder
/// NAME.base      another Dockerfile, built first and tagged NAME
/// expected       what must come of it: sections, in any order, of which only those there count
/// ```
///
/// Sections of `expected`: `[config]` what differs from the base's, `[history]` entries that are
/// not the base's (`+` made a layer), `[tree]` files that differ from the base's, `[log]` what
/// steps printed, `[warnings]`, `[error]` message and marked lines.
record LanguageCase(Path folder) {
    static final List<String> OPTIONAL = List.of("log", "warnings");

    String name() {
        return folder.getFileName().toString();
    }

    /// Puts the context together.
    void prepare(Path into) throws IOException {
        Files.createDirectories(into);
        if (Files.isDirectory(folder.resolve("context"))) {
            copy(folder.resolve("context"), into);
        }
        if (Files.exists(folder.resolve("Dockerfile"))) {
            Files.copy(
                    folder.resolve("Dockerfile"),
                    into.resolve("Dockerfile"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Path script = folder.resolve("setup.sh");
        if (Files.exists(script)) {
            // By its path: what is in it may be beyond what this locale can pass on.
            Command.of("sh", "-euc", "umask 022; . \"$0\"", script.toString()).in(into).run().ok();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                Path target = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(each, target);
                }
            }
        }
    }

    /// The lines of `args`.
    List<String> arguments(Path context) throws IOException {
        Path file = folder.resolve("args");
        if (!Files.exists(file)) {
            return List.of();
        }
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank())
                .map(line -> line.replace("$CONTEXT", context.toString()))
                .toList();
    }

    /// Dockerfiles of base images, by the image's name.
    Map<String, Path> bases() throws IOException {
        Map<String, Path> bases = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.sorted()
                    .forEach(file -> {
                        String name = file.getFileName().toString();
                        if (name.endsWith(".base")) {
                            bases.put(name.substring(0, name.length() - ".base".length()), file);
                        }
                    });
        }
        return bases;
    }

    Map<String, List<String>> expected() throws IOException {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> section = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("expected"))) {
            if (line.matches("\\[[a-z]+\\]")) {
                section = new ArrayList<>();
                sections.put(line.substring(1, line.length() - 1), section);
            } else if (!line.isBlank()) {
                section.add(line);
            }
        }
        if (sections.isEmpty()) {
            throw new IllegalStateException(folder + " expects nothing");
        }
        return sections;
    }

    /// Writes down the sections that are there already; all of them if there are none.
    void record(Outcome outcome) throws IOException {
        Path file = folder.resolve("expected");
        List<String> wanted = new ArrayList<>();
        if (Files.exists(file)) {
            wanted.addAll(expected().keySet());
        } else {
            outcome.sections()
                    .forEach((name, lines) -> {
                        if (!OPTIONAL.contains(name) || !lines.isEmpty()) {
                            wanted.add(name);
                        }
                    });
        }
        List<String> lines = new ArrayList<>();
        for (String name : wanted) {
            lines.add("[" + name + "]");
            lines.addAll(outcome.section(name));
        }
        Files.write(file, lines);
    }
}
