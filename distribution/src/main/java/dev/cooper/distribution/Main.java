// SPDX-License-Identifier: Apache-2.0
package dev.cooper.distribution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes man pages and completions of a program below a folder, where a system looks for them:
/// `Main PROGRAM VERSION EPOCH SHARE`.
public final class Main {
    /// Verbs that no list of commands has, as their group is a verb itself.
    private static final List<String> UNLISTED =
            List.of("builds show", "builds inspect", "builds logs", "builds rm");

    private Main() {}

    public static void main(String[] words) throws IOException, InterruptedException {
        if (words.length != 4) {
            System.err.println("usage: Main PROGRAM VERSION EPOCH SHARE");
            System.exit(2);
        }
        Path program = Path.of(words[0]).toAbsolutePath();
        Manual manual = Manual.of("cooper", UNLISTED, asked -> help(program, asked));
        LocalDate date =
                Instant.ofEpochSecond(Long.parseLong(words[2]))
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate();
        Path share = Path.of(words[3]);
        for (Map.Entry<String, String> page :
                new ManPages(manual, words[1], date.toString()).all().entrySet()) {
            write(share.resolve("man/man1").resolve(page.getKey()), page.getValue());
        }
        write(share.resolve("bash-completion/completions/cooper"), BashCompletion.of(manual));
        write(share.resolve("zsh/vendor-completions/_cooper"), ZshCompletion.of(manual));
        write(share.resolve("fish/vendor_completions.d/cooper.fish"), FishCompletion.of(manual));
    }

    private static String help(Path program, List<String> words) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(words);
        command.add("--help");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            process.getOutputStream().close();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed");
            }
            return text;
        } catch (IOException e) {
            throw new IllegalStateException(String.join(" ", command) + " could not be run", e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, text);
    }
}
