// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.remote;

import dev.cooper.build.solver.StepException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The machine's git, for one repository: it sees no configuration of the machine's or the user's,
/// asks nobody anything, runs no hooks, and speaks nothing but https, http, ssh and git: no local
/// path, no helper program that a URL names.
final class Git {
    private static final List<String> OPTIONS =
            List.of(
                    "-c", "protocol.allow=never",
                    "-c", "protocol.https.allow=always",
                    "-c", "protocol.http.allow=always",
                    "-c", "protocol.ssh.allow=always",
                    "-c", "protocol.git.allow=always",
                    "-c", "core.hooksPath=/dev/null",
                    "-c", "core.fsmonitor=false",
                    "-c", "credential.helper=",
                    "-c", "advice.detachedHead=false",
                    "-c", "init.defaultBranch=main");

    private final Path folder;
    private final Optional<Path> program;

    /// @param folder where git works, and what it takes for the user's home
    Git(Path folder) {
        this.folder = folder;
        this.program =
                List.of("/usr/bin/git", "/usr/local/bin/git", "/bin/git").stream()
                        .map(Path::of)
                        .filter(Files::isExecutable)
                        .findFirst();
    }

    /// Runs git and returns what it printed.
    ///
    /// @param doing what for, as an error says it
    String run(String doing, List<String> arguments)
            throws IOException, InterruptedException, StepException {
        List<String> words = new ArrayList<>();
        words.add(
                program.orElseThrow(() ->
                                new StepException("cannot " + doing + ": git is not installed"))
                        .toString());
        words.addAll(OPTIONS);
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        builder.redirectError(folder.resolve("stderr").toFile());
        environment(builder.environment());
        Process process = builder.start();
        try {
            String printed =
                    new String(
                            process.getInputStream().readNBytes(16 << 20), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new StepException("cannot " + doing + ": " + complaint());
            }
            return printed;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private void environment(Map<String, String> variables) {
        Map<String, String> ours = Map.copyOf(variables);
        variables.clear();
        variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        variables.put("HOME", folder.toString());
        variables.put("LC_ALL", "C");
        variables.put("GIT_CONFIG_NOSYSTEM", "1");
        variables.put("GIT_CONFIG_GLOBAL", "/dev/null");
        variables.put("GIT_TERMINAL_PROMPT", "0");
        variables.put("GIT_SSH_COMMAND", "ssh -o BatchMode=yes");
        for (String name : List.of("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY")) {
            for (String each : List.of(name, name.toLowerCase(Locale.ROOT))) {
                if (ours.containsKey(each)) {
                    variables.put(each, ours.get(each));
                }
            }
        }
        if (ours.containsKey("SSH_AUTH_SOCK")) {
            variables.put("SSH_AUTH_SOCK", ours.get("SSH_AUTH_SOCK"));
        }
    }

    /// The last lines of what git said, without passwords of URLs.
    private String complaint() throws IOException {
        String said =
                Files.readString(folder.resolve("stderr"), StandardCharsets.ISO_8859_1).strip();
        String end = said.length() > 2000 ? said.substring(said.length() - 2000) : said;
        return end.replaceAll("(://)[^/@\\s]*@", "$1").replaceAll("[\\x00-\\x1f\\x7f-\\x9f]+", " ");
    }
}
