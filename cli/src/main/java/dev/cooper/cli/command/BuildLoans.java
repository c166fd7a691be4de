// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.BuildRequest;
import dev.cooper.engine.BuildSecret;
import dev.cooper.engine.Ulimit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The options of `build` that bring something from outside to single steps: secrets, SSH agents,
/// named contexts, hosts.
final class BuildLoans {
    private static final Pattern SIZE =
            Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?) ?([kmgtb]?)i?b?");

    private final Option.Texts secrets;
    private final Option.Texts agents;
    private final Option.Texts contexts;
    private final Option.Texts hosts;
    private final Option.Text shm;
    private final Option.Texts limits;

    BuildLoans(Options options) {
        secrets =
                options.texts(
                        "--secret",
                        "stringArray",
                        "Secret to expose to the build (format: \"id=mysecret[,src=/local/secret]\")");
        agents =
                options.texts(
                        "--ssh",
                        "stringArray",
                        "SSH agent socket to expose to the build (format: \"default|<id>[=<socket>]\")");
        contexts =
                options.texts(
                        "--build-context",
                        "stringArray",
                        "Additional build contexts (e.g., name=path)");
        hosts =
                options.texts(
                        "--add-host",
                        "strings",
                        "Add a custom host-to-IP mapping (format: \"host:ip\")");
        shm = options.text("--shm-size", "bytes", "Shared memory size for build containers");
        limits = options.texts("--ulimit", "ulimit", "Ulimit options");
    }

    void addTo(BuildRequest.Builder request, Map<String, String> environment)
            throws CommandFailure {
        for (String each : secrets.values()) {
            secret(request, each, environment);
        }
        for (String each : agents.values()) {
            agent(request, each, environment);
        }
        for (String each : contexts.values()) {
            int equals = each.indexOf('=');
            if (equals <= 0 || equals == each.length() - 1) {
                throw new CommandFailure("invalid context value: " + each + ", expected key=value");
            }
            request.namedContext(each.substring(0, equals), each.substring(equals + 1));
        }
        hosts.values().forEach(request::extraHost);
        for (String each : limits.values()) {
            request.ulimit(Ulimit.parse(each));
        }
        String size = shm.orElse("");
        if (!size.isEmpty()) {
            request.shmBytes(bytes(size));
        }
    }

    /// Docker's sizes: `64m`, `1gb`, `1.5g`, in powers of 1024.
    static long bytes(String size) throws CommandFailure {
        Matcher matcher = SIZE.matcher(size.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new CommandFailure("invalid size: '" + size + "'");
        }
        String unit = matcher.group(2);
        int power = unit.isEmpty() ? 0 : "bkmgt".indexOf(unit.charAt(0));
        return (long) (Double.parseDouble(matcher.group(1)) * (1L << (10 * power)));
    }

    private static void secret(
            BuildRequest.Builder request, String text, Map<String, String> environment)
            throws CommandFailure {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : text.split(",")) {
            int equals = field.indexOf('=');
            String key = equals < 0 ? "" : field.substring(0, equals);
            if (!List.of("id", "src", "source", "env", "type").contains(key)) {
                throw new CommandFailure(
                        "failed to parse secret: unexpected key '"
                                + (equals < 0 ? field : key)
                                + "' in '"
                                + field
                                + "'");
            }
            fields.put(key.equals("source") ? "src" : key, field.substring(equals + 1));
        }
        String id = fields.getOrDefault("id", "");
        if (id.isEmpty()) {
            throw new CommandFailure("failed to parse secret: secret missing id");
        }
        String file = fields.getOrDefault("src", "");
        String variable = fields.getOrDefault("env", "");
        if ("env".equals(fields.get("type")) && variable.isEmpty()) {
            // Docker's older way to say it.
            variable = file.isEmpty() ? id : file;
            file = "";
        }
        if (file.isEmpty() && variable.isEmpty()) {
            // What has the secret's name is meant: a variable if there is one, else a file.
            variable = environment.containsKey(id) ? id : "";
            file = variable.isEmpty() ? id : "";
        }
        if (!variable.isEmpty()) {
            String value = environment.get(variable);
            if (value == null) {
                throw new CommandFailure(
                        "failed to parse secret: variable " + variable + " is not set");
            }
            request.secret(id, new BuildSecret.Value(value.getBytes(StandardCharsets.UTF_8)));
            return;
        }
        Path path = LocalFiles.path(file);
        if (!Files.isReadable(path)) {
            throw new CommandFailure("failed to stat " + file + ": no such file or directory");
        }
        request.secret(id, new BuildSecret.File(path.toAbsolutePath()));
    }

    private static void agent(
            BuildRequest.Builder request, String text, Map<String, String> environment)
            throws CommandFailure {
        int equals = text.indexOf('=');
        String id = equals < 0 ? text : text.substring(0, equals);
        String socket =
                equals < 0
                        ? environment.getOrDefault("SSH_AUTH_SOCK", "")
                        : text.substring(equals + 1);
        if (socket.isEmpty()) {
            throw new CommandFailure(
                    "invalid empty ssh agent socket: make sure SSH_AUTH_SOCK is set");
        }
        Path path = LocalFiles.path(socket);
        if (!Files.exists(path) || Files.isRegularFile(path) || Files.isDirectory(path)) {
            throw new CommandFailure(
                    "invalid ssh agent socket "
                            + socket
                            + ": keys themselves are not read, give an"
                            + " agent's socket");
        }
        request.agent(id, path.toAbsolutePath());
    }
}
