// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.registry.RegistryException.Kind;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A program that keeps credentials, `docker-credential-NAME`, spoken to by docker's protocol: a
/// verb as argument, the server on standard input, JSON on standard output. What it says is shown
/// only where it failed, since what it says else is secret.
final class HelperProgram {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");
    private static final int MOST = 1 << 20;
    private static final String NOT_FOUND = "credentials not found in native keychain";

    private final Path program;
    private final Surroundings surroundings;
    private final Duration limit;

    private HelperProgram(Path program, Surroundings surroundings, Duration limit) {
        this.program = program;
        this.surroundings = surroundings;
        this.limit = limit;
    }

    /// @param limit for each of its runs; it may have to ask a person
    static HelperProgram named(String name, Surroundings surroundings, Duration limit)
            throws RegistryException {
        if (!NAME.matcher(name).matches()) {
            throw new RegistryException(
                    Kind.CREDENTIALS,
                    "",
                    "looking for credentials",
                    "the credential helper's name \"%s\" isn't one"
                            .formatted(Shown.text(name, 100)));
        }
        String command = "docker-credential-" + name;
        String path = surroundings.variable("PATH");
        for (String folder : (path == null ? "" : path).split(File.pathSeparator)) {
            try {
                Path program = Path.of(folder).resolve(command);
                if (program.isAbsolute()
                        && Files.isExecutable(program)
                        && Files.isRegularFile(program)) {
                    return new HelperProgram(program, surroundings, limit);
                }
            } catch (InvalidPathException _) {
                // Not a folder that this locale can name.
            }
        }
        throw new RegistryException(
                Kind.CREDENTIALS,
                "",
                "looking for credentials",
                "the credential helper %s, which docker's config.json names, isn't on the PATH"
                        .formatted(command));
    }

    /// Null if it has none for that server.
    @Nullable Credential find(String server) throws IOException {
        Output output = run("get", server);
        if (output.code != 0) {
            if (output.text.strip().equals(NOT_FOUND)) {
                return null;
            }
            throw failed("get", output.text);
        }
        try {
            Json.Obj json = Json.parseObject(output.text.getBytes(UTF_8));
            String user = json.string("Username");
            String secret = json.string("Secret");
            if (user == null || secret == null || (user.isEmpty() && secret.isEmpty())) {
                return null;
            }
            return AuthFile.of(user, secret);
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw failed("get", "its answer isn't what the protocol asks for");
        }
    }

    void store(String server, Credential credential) throws IOException {
        Json.Builder entry = Json.object().put("ServerURL", server);
        switch (credential) {
            case Credential.Password password ->
                    entry.put("Username", password.user()).put("Secret", password.secret());
            case Credential.IdentityToken token ->
                    entry.put("Username", "<token>").put("Secret", token.secret());
            case Credential.Anonymous _, Credential.RegistryToken _ ->
                    throw failed("store", "there is nothing to keep");
        }
        Output output = run("store", entry.build().toCompactString(Json.Escaping.PLAIN));
        if (output.code != 0) {
            throw failed("store", output.text);
        }
    }

    void erase(String server) throws IOException {
        Output output = run("erase", server);
        if (output.code != 0 && !output.text.strip().equals(NOT_FOUND)) {
            throw failed("erase", output.text);
        }
    }

    /// Servers and the names of their users.
    SequencedMap<String, String> list() throws IOException {
        Output output = run("list", "");
        if (output.code != 0) {
            throw failed("list", output.text);
        }
        try {
            return Json.object()
                    .put("all", Json.parse(output.text.getBytes(UTF_8)))
                    .build()
                    .stringMap("all");
        } catch (MalformedJsonException e) {
            throw failed("list", "its answer isn't what the protocol asks for");
        }
    }

    private record Output(int code, String text) {}

    private Output run(String verb, String input) throws IOException {
        if (!verb.equals("store") && input.chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw failed(verb, "a server with control characters in its name isn't asked for");
        }
        ProcessBuilder builder = new ProcessBuilder(program.toString(), verb);
        builder.environment().putAll(surroundings.variables());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        CompletableFuture<byte[]> output = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> read(process, output));
        try {
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(UTF_8));
            } catch (IOException _) {
                // It may end without reading.
            }
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw failed(verb, "it takes longer than " + limit.toSeconds() + " s");
            }
            byte[] bytes = output.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (bytes.length > MOST) {
                throw failed(verb, "it says more than " + MOST + " bytes");
            }
            return new Output(process.exitValue(), new String(bytes, UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + program);
        } catch (java.util.concurrent.ExecutionException
                | java.util.concurrent.TimeoutException e) {
            throw failed(verb, "its output can't be read").causedBy(e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void read(Process process, CompletableFuture<byte[]> output) {
        try (InputStream in = process.getInputStream()) {
            byte[] bytes = in.readNBytes(MOST + 1);
            if (bytes.length > MOST) {
                process.destroyForcibly();
            }
            output.complete(bytes);
        } catch (IOException e) {
            output.completeExceptionally(e);
        }
    }

    private RegistryException failed(String verb, String why) {
        return new RegistryException(
                Kind.CREDENTIALS,
                program.toString(),
                "asking %s to %s credentials".formatted(program, verb),
                Shown.text(why.strip(), 300));
    }
}
