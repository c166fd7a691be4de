// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/// The host's programs that still have work to do when `/` is the image already: they are started
/// through their own loader, by paths relative to a read-only view of the host's folder that holds
/// them all. Nothing of the image may take part in that: not its libraries, not its caches.
///
/// @param base the host's folder
/// @param commands by name, what starts it: words, paths relative to `base` with a `./` before
record HostTools(Path base, Map<String, List<String>> commands) {
    /// In the order that a shell of the system's own would look.
    private static final List<String> FOLDERS =
            List.of(
                    "/usr/bin",
                    "/bin",
                    "/usr/sbin",
                    "/sbin",
                    "/usr/local/bin",
                    "/usr/local/sbin",
                    "/run/current-system/sw/bin",
                    "/run/current-system/profile/bin");

    static final List<String> INSIDE = List.of("umount", "setpriv", "chroot", "env");

    private record Parts(String name, Path program, Optional<Path> loader, Set<Path> libraries) {}

    /// The path of a program of the host's.
    static Optional<Path> find(String name) {
        return FOLDERS.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// As [#find], of one that was found before.
    static String program(String name) {
        return find(name).map(Path::toString).orElse(name);
    }

    /// Asks the loaders of the host what each program needs.
    static HostTools locate() throws IOException, InterruptedException {
        List<Parts> all = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (String name : INSIDE) {
            Path program =
                    find(name).orElseThrow(() -> new IOException(name + " is not installed"));
            Parts parts = parts(name, program.toRealPath());
            all.add(parts);
            files.add(parts.program());
            parts.loader().ifPresent(files::add);
            files.addAll(parts.libraries());
        }
        Path base = commonFolder(files);
        Object device = Files.getAttribute(base, "unix:dev");
        Map<String, List<String>> commands = new TreeMap<>();
        for (Path each : files) {
            if (!Files.getAttribute(each, "unix:dev").equals(device)) {
                throw new IOException(each + " is not on the file system of " + base);
            }
        }
        for (Parts each : all) {
            commands.put(each.name(), command(base, each));
        }
        return new HostTools(base, commands);
    }

    /// Puts all of this among `known`.
    void save(Properties known) {
        known.setProperty("base", base.toString());
        commands.forEach(
                (name, words) -> known.setProperty("command." + name, String.join("\n", words)));
    }

    /// What was [#save]d.
    static HostTools load(Properties known) {
        Map<String, List<String>> commands = new TreeMap<>();
        for (String name : INSIDE) {
            commands.put(name, List.of(known.getProperty("command." + name).split("\n")));
        }
        return new HostTools(Path.of(known.getProperty("base")), commands);
    }

    private static Parts parts(String name, Path program) throws IOException, InterruptedException {
        Optional<String> loader = Elf.loader(program);
        if (loader.isEmpty()) {
            return new Parts(name, program, Optional.empty(), Set.of());
        }
        return new Parts(
                name,
                program,
                Optional.of(Path.of(loader.get()).toRealPath()),
                libraries(loader.get(), program));
    }

    /// The folders are what counts: a loader searches them by the names in the program.
    private static Set<Path> libraries(String loader, Path program)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(loader, "--list", program.toString());
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C");
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String listed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(loader + " --list " + program + ": " + listed.strip());
        }
        Set<Path> libraries = new LinkedHashSet<>();
        for (String line : listed.split("\n")) {
            int arrow = line.indexOf("=> /");
            int end = line.indexOf(" (", Math.max(arrow, 0));
            if (arrow >= 0 && end > arrow) {
                Path library = Path.of(line.substring(arrow + 3, end));
                libraries.add(folder(library).toRealPath().resolve(library.getFileName()));
            }
        }
        return libraries;
    }

    private static Path folder(Path file) {
        return Objects.requireNonNullElse(file.getParent(), Path.of("/"));
    }

    private static Path commonFolder(List<Path> files) {
        Path common = folder(files.getFirst());
        for (Path each : files) {
            while (!each.startsWith(common)) {
                common = folder(common);
            }
        }
        return common;
    }

    private static List<String> command(Path base, Parts parts) {
        List<String> words = new ArrayList<>();
        parts.loader()
                .ifPresent(loader -> {
                    words.add(relative(base, loader));
                    if (!loader.getFileName().toString().contains("musl")) {
                        words.add("--inhibit-cache");
                    }
                    words.add("--library-path");
                    words.add(
                            String.join(
                                    ":",
                                    parts.libraries().stream()
                                            .map(each -> relative(base, folder(each)))
                                            .distinct()
                                            .toList()));
                    if (!parts.program().endsWith(parts.name())) {
                        words.add("--argv0");
                        words.add(parts.name());
                    }
                });
        words.add(relative(base, parts.program()));
        return List.copyOf(words);
    }

    private static String relative(Path base, Path path) {
        return "./" + base.relativize(path);
    }
}
