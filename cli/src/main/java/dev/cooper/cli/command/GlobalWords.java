// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.UsageException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The options before the verb, read by hand: there are few, and what stands behind them is
/// nobody's but the verb's.
///
/// @param rest the verb and all that follows
record GlobalWords(
        GlobalOptions options, boolean asksForHelp, boolean asksForVersion, List<String> rest) {

    static GlobalWords parse(List<String> words) throws UsageException {
        String root = null;
        String isolation = null;
        boolean debug = false;
        boolean help = false;
        boolean version = false;
        int i = 0;
        while (i < words.size() && words.get(i).startsWith("-") && words.get(i).length() > 1) {
            String word = words.get(i++);
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String name = equals < 0 ? word : word.substring(0, equals);
            String value = equals < 0 ? null : word.substring(equals + 1);
            switch (name) {
                case "--debug", "-D" -> debug = true;
                case "--help", "-h" -> help = true;
                case "--version", "-v" -> version = true;
                case "--root",
                        "--isolation",
                        "--config",
                        "--context",
                        "-c",
                        "--log-level",
                        "-l" -> {
                    String given = value == null && i < words.size() ? words.get(i++) : value;
                    if (given == null) {
                        throw option("flag needs an argument: " + word);
                    }
                    // The others choose among daemons and contexts, of which there are none.
                    root = name.equals("--root") ? given : root;
                    isolation = name.equals("--isolation") ? given : isolation;
                }
                case "--host", "-H", "--tls", "--tlsverify" ->
                        throw option(name + " is not supported by Cooper: there is no daemon");
                default -> throw option(unknown(word, name));
            }
        }
        return new GlobalWords(
                new GlobalOptions(root, isolation, debug),
                help,
                version,
                words.subList(i, words.size()));
    }

    private static String unknown(String word, @Nullable String name) {
        return word.startsWith("--")
                ? "unknown flag: " + name
                : "unknown shorthand flag: '" + word.charAt(1) + "' in " + word;
    }

    private static UsageException option(String message) {
        return new UsageException(UsageException.Kind.OPTION, message);
    }
}
