// SPDX-License-Identifier: Apache-2.0
package dev.cooper.testkit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A program to run, put together call by call. A run that takes longer than ten minutes is killed
/// and fails. Immutable.
public final class Command {
    private static final long MINUTES = 10;

    private final List<String> words;
    private final Path directory;
    private final Map<String, String> environment;
    private final byte[] input;

    private Command(
            List<String> words, Path directory, Map<String, String> environment, byte[] input) {
        this.words = List.copyOf(words);
        this.directory = directory;
        this.environment = environment;
        this.input = input;
    }

    public static Command of(String... words) {
        return of(List.of(words));
    }

    public static Command of(List<String> words) {
        return new Command(words, Path.of("").toAbsolutePath(), new TreeMap<>(), new byte[0]);
    }

    public Command in(Path folder) {
        return new Command(words, folder, environment, input);
    }

    public Command env(String name, String value) {
        Map<String, String> more = new TreeMap<>(environment);
        more.put(name, value);
        return new Command(words, directory, more, input);
    }

    public Command env(Map<String, String> variables) {
        Map<String, String> more = new TreeMap<>(environment);
        more.putAll(variables);
        return new Command(words, directory, more, input);
    }

    /// With a variable taken away, whether it is there or not.
    public Command without(String name) {
        List<String> longer = new ArrayList<>(List.of("env", "-u", name));
        longer.addAll(words);
        return new Command(longer, directory, environment, input);
    }

    public Command input(byte[] bytes) {
        return new Command(words, directory, environment, bytes.clone());
    }

    public Command input(String text) {
        return input(text.getBytes(StandardCharsets.UTF_8));
    }

    public Command with(String... more) {
        List<String> longer = new ArrayList<>(words);
        longer.addAll(Arrays.asList(more));
        return new Command(longer, directory, environment, input);
    }

    /// The program and its arguments.
    public List<String> words() {
        return words;
    }

    /// Starts it; streams are the caller's.
    public Process start() {
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("starting " + this, e);
        }
    }

    /// Starts it with its output in files; standard input is the null device.
    public Process start(Path out, Path err) {
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
        builder.environment().putAll(environment);
        builder.redirectInput(new File("/dev/null"));
        builder.redirectOutput(out.toFile()).redirectError(err.toFile());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("starting " + this, e);
        }
    }

    /// Runs it to its end.
    public Result run() {
        Process process = start();
        CompletableFuture<String> out = read(process.getInputStream());
        CompletableFuture<String> err = read(process.getErrorStream());
        try {
            try (OutputStream in = process.getOutputStream()) {
                in.write(input);
            } catch (IOException _) {
                // A program needn't read what it is given.
            }
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(this + " took longer than " + MINUTES + " minutes");
            }
            return new Result(toString(), process.exitValue(), out.join(), err.join());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError(this + " was interrupted", e);
        }
    }

    private static CompletableFuture<String> read(InputStream stream) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try (stream) {
                        text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        text.completeExceptionally(e);
                    }
                });
        return text;
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
