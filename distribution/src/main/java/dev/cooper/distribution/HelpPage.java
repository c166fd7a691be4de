// SPDX-License-Identifier: Apache-2.0
package dev.cooper.distribution;

import java.util.ArrayList;
import java.util.List;

/// One page of `--help`, taken apart.
///
/// @param path the words that call the command by its first name, without the program's; empty for
///   the general page
/// @param synopsis what follows these, a form each
/// @param summary empty for a group of commands
/// @param aliases all ways to call it, without the program's name; those of `path` if there are no
///   others
/// @param commands that the page lists: of the program, or of a group
record HelpPage(
        String path,
        List<String> synopsis,
        String summary,
        List<String> aliases,
        List<Command> commands,
        List<Flag> flags) {

    /// A line of a list of commands.
    record Command(String name, String summary) {}

    /// A line of a list of options.
    ///
    /// @param names with their dashes, the short one first
    /// @param type of the value; empty for a switch
    record Flag(List<String> names, String type, String summary) {
        boolean takesValue() {
            return !type.isEmpty();
        }
    }

    /// Whether it stands for others rather than for itself.
    boolean isGroup() {
        return !commands.isEmpty();
    }

    /// @param program the name that the page calls the program by
    static HelpPage parse(String program, String text) {
        String path = "";
        List<String> synopsis = new ArrayList<>();
        List<String> aliases = new ArrayList<>();
        List<Command> commands = new ArrayList<>();
        List<Flag> flags = new ArrayList<>();
        String summary = "";
        String section = "";
        for (String line : text.split("\n", -1)) {
            if (line.isBlank() || line.startsWith("Run '")) {
                continue;
            }
            if (line.startsWith("Usage:")) {
                String call = call(program, line.substring("Usage:".length()).strip());
                path = path(call);
                synopsis.add(call.substring(path.length()).strip());
                section = "Usage";
            } else if (line.endsWith(":") && !line.startsWith(" ")) {
                section = line.substring(0, line.length() - 1);
            } else if (section.endsWith("Commands")) {
                String[] parts = line.strip().split(" {2,}", 2);
                commands.add(new Command(parts[0], parts.length > 1 ? parts[1] : ""));
            } else if (section.endsWith("Options")) {
                flags.add(flag(line.strip()));
            } else if (section.equals("Aliases")) {
                for (String each : line.split(",")) {
                    aliases.add(call(program, each.strip()));
                }
            } else if (line.startsWith("\t")) {
                synopsis.add(call(program, line.strip()).substring(path.length()).strip());
            } else {
                summary = summary.isEmpty() ? line : summary + " " + line;
            }
        }
        if (aliases.isEmpty()) {
            aliases.add(path);
        }
        return new HelpPage(path, synopsis, summary, aliases, commands, flags);
    }

    private static String call(String program, String line) {
        if (!line.equals(program) && !line.startsWith(program + " ")) {
            throw new IllegalArgumentException("help that doesn't name " + program + ": " + line);
        }
        return line.substring(program.length()).strip();
    }

    /// The words before the first that stands for something.
    private static String path(String call) {
        StringBuilder path = new StringBuilder();
        for (String word : call.split(" ")) {
            if (word.isEmpty() || !Character.isLowerCase(word.charAt(0))) {
                break;
            }
            path.append(path.isEmpty() ? "" : " ").append(word);
        }
        return path.toString();
    }

    private static Flag flag(String line) {
        String[] parts = line.split(" {2,}", 2);
        List<String> names = new ArrayList<>();
        String type = "";
        for (String word : parts[0].split(" ")) {
            if (word.startsWith("-")) {
                names.add(word.endsWith(",") ? word.substring(0, word.length() - 1) : word);
            } else {
                type = word;
            }
        }
        return new Flag(List.copyOf(names), type, parts.length > 1 ? parts[1] : "");
    }
}
