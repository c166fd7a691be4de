// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `login`. A password is taken from standard input, asked for on a terminal, or, as docker allows
/// it, from the command line, where others can see it.
final class LoginVerb implements Verb {
    private static final int MOST_PASSWORD = 1 << 16;

    private final Option.Text user;
    private final Option.Text password;
    private final Option.Switch fromInput;

    LoginVerb(Options options) {
        user = options.text("-u, --username", "string", "Username");
        password =
                options.text("-p, --password", "string", "Password or Personal Access Token (PAT)");
        fromInput =
                options.toggle(
                        "--password-stdin",
                        "Take the Password or Personal Access Token (PAT) from stdin");
    }

    @Override
    public Description description() {
        return new Description(
                "login", "[OPTIONS] [SERVER]", "Authenticate to a registry", List.of(), 0, 1);
    }

    /// The hub has three names and an address.
    static String host(List<String> arguments) {
        String given = arguments.isEmpty() ? "docker.io" : arguments.getFirst();
        String bare = given.replaceFirst("^https?://", "");
        int slash = bare.indexOf('/');
        String host = slash < 0 ? bare : bare.substring(0, slash);
        return switch (host) {
            case "index.docker.io", "registry-1.docker.io" -> "docker.io";
            default -> host;
        };
    }

    @Override
    public int run(Session session, List<String> arguments) throws CommandFailure, IOException {
        String host = host(arguments);
        String name = user.value();
        String secret = secret(session, name);
        if (name == null) {
            name = asked(session, "Username: ");
        }
        if (secret == null) {
            secret = hidden(session);
        }
        if (name.isEmpty() || secret.isEmpty()) {
            throw new CommandFailure(
                    "Error: " + (name.isEmpty() ? "username" : "password") + " is required");
        }
        String kept = session.registries().login(host, name, secret);
        if (kept.startsWith("/")) {
            session.err()
                    .println("")
                    .println("WARNING! Your credentials are stored unencrypted in '" + kept + "'.")
                    .println("Configure a credential helper to remove this warning.")
                    .println("");
        }
        session.out().println("Login Succeeded");
        return 0;
    }

    /// Null if it has to be asked for.
    private @Nullable String secret(Session session, @Nullable String name)
            throws CommandFailure, IOException {
        String given = password.value();
        if (fromInput.isOn()) {
            if (given != null) {
                throw new CommandFailure("--password and --password-stdin are mutually exclusive");
            }
            if (name == null) {
                throw new CommandFailure("Must provide --username with --password-stdin");
            }
            byte[] bytes = session.in().readNBytes(MOST_PASSWORD);
            return new String(bytes, StandardCharsets.UTF_8).replaceFirst("\r?\n$", "");
        }
        if (given != null) {
            session.err()
                    .println(
                            "WARNING! Using --password via the CLI is insecure. Use --password-stdin.");
        }
        return given;
    }

    private static String asked(Session session, String prompt) throws CommandFailure, IOException {
        if (!session.terminal().isInput()) {
            throw new CommandFailure(
                    "Error: Cannot perform an interactive login from a non TTY device");
        }
        session.out().print(prompt).flush();
        return line(session.in());
    }

    private static String hidden(Session session) throws CommandFailure, IOException {
        boolean silent = session.terminal().isInput() && echo(false);
        try {
            return asked(session, "Password: ");
        } finally {
            if (silent) {
                echo(true);
                session.out().println("");
            }
        }
    }

    /// Whether the terminal shows what is typed.
    private static boolean echo(boolean on) throws IOException {
        Process process =
                new ProcessBuilder("stty", on ? "echo" : "-echo")
                        .redirectInput(Path.of("/dev/tty").toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            return process.waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Byte by byte, so that nothing of the next line is taken.
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
            if (line.size() > MOST_PASSWORD) {
                break;
            }
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }
}
