// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/// A small image, busybox alone, and what is to be run in it: the defaults of a `RUN`, to be
/// changed before it runs.
final class Box {
    private static final Path BUSYBOX = Path.of("/bin/busybox");
    static final Name SEARCH = Name.of("PATH=/bin:/usr/bin");

    private int runs;

    final Path folder;
    final Path lower;
    RootTree root;
    List<SandboxMount> mounts = List.of();
    List<Name> environment = List.of(SEARCH);
    Name workingDirectory = Name.of("/");
    ProcessUser user = new ProcessUser(0, 0, List.of(0), Name.of("/root"));
    SandboxNetwork network = SandboxNetwork.HOST;
    List<String> extraHosts = List.of();
    SandboxLimits limits = SandboxLimits.DEFAULT;
    boolean keepStubs;
    boolean stdin;

    /// What came of a run; one char a byte.
    record Result(int code, String text, String err) {
        String utf8() {
            return new String(text.getBytes(ISO_8859_1), UTF_8);
        }
    }

    Box(Path folder) throws IOException {
        this.folder = folder;
        this.lower = Files.createDirectories(folder.resolve("lower"));
        Path bin = Files.createDirectories(lower.resolve("bin"));
        Files.copy(BUSYBOX, bin.resolve("busybox"));
        for (String each :
                List.of(
                        "sh",
                        "true",
                        "cat",
                        "ls",
                        "id",
                        "env",
                        "grep",
                        "sleep",
                        "touch",
                        "hostname",
                        "mkdir",
                        "rm",
                        "chmod",
                        "stat",
                        "nc",
                        "setsid",
                        "wc",
                        "kill",
                        "mv",
                        "ip")) {
            Files.createSymbolicLink(bin.resolve(each), Path.of("busybox"));
        }
        this.root =
                new RootTree(
                        List.of(lower),
                        Files.createDirectories(folder.resolve("upper")),
                        Files.createDirectories(folder.resolve("work")));
    }

    Result sh(Sandbox sandbox, String command) throws Exception {
        return run(sandbox, new byte[0], names("sh", "-c", command));
    }

    Result run(Sandbox sandbox, byte[] input, List<Name> arguments) throws Exception {
        try (Running running = start(sandbox, arguments)) {
            SandboxProcess process = running.process();
            CompletableFuture<byte[]> out = read(process.stdout());
            CompletableFuture<byte[]> err = read(process.stderr());
            try (OutputStream in = process.stdin()) {
                in.write(input);
            }
            int code = process.waitFor();
            return new Result(
                    code, new String(out.get(), ISO_8859_1), new String(err.get(), ISO_8859_1));
        }
    }

    /// A process, and its scratch folder, which goes when it is closed.
    record Running(SandboxProcess process, Path scratch) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            process.close();
            delete(scratch);
        }
    }

    Running start(Sandbox sandbox, List<Name> arguments) throws Exception {
        Path scratch = Files.createDirectories(folder.resolve("run" + runs++));
        SandboxSpec spec =
                new SandboxSpec(
                        root,
                        mounts,
                        arguments,
                        environment,
                        workingDirectory,
                        user,
                        "box",
                        network,
                        extraHosts,
                        limits,
                        keepStubs,
                        stdin,
                        scratch);
        try {
            return new Running(sandbox.start(spec), scratch);
        } catch (StartException e) {
            delete(scratch);
            throw e;
        }
    }

    static void delete(Path folder) throws IOException {
        Path parent = Objects.requireNonNull(folder.toAbsolutePath().getParent());
        try (Dir dir = Dir.open(parent)) {
            dir.deleteTree(Name.of(parent.relativize(folder.toAbsolutePath()).toString()));
        }
    }

    static List<Name> names(String... words) {
        return List.of(words).stream().map(Name::of).toList();
    }

    static CompletableFuture<byte[]> read(InputStream in) {
        return CompletableFuture.supplyAsync(() -> {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            try {
                in.transferTo(all);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return all.toByteArray();
        });
    }

    /// All that is in the upper tree, sorted.
    List<String> written() throws IOException {
        List<String> all = new ArrayList<>();
        try (var files = Files.walk(root.upper())) {
            files.map(each -> root.upper().relativize(each).toString())
                    .filter(each -> !each.isEmpty())
                    .sorted()
                    .forEach(all::add);
        }
        return all;
    }
}
