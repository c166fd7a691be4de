// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the parser directives: comments of the form `# key=value` in the very first lines, until
/// any other line.
final class DirectiveReader {
    private static final Pattern DIRECTIVE =
            Pattern.compile("^#\\s*([a-zA-Z][a-zA-Z0-9]*)\\s*=\\s*(\\S(?:.*\\S)?)\\s*$");

    private DirectiveReader() {}

    static Directives read(String text) throws DockerfileException {
        Map<String, String> found = new HashMap<>();
        int line = 0;
        int last = 0;
        for (int start = 0; start < text.length(); ) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            String each = text.substring(start, Math.min(end, start + 4096)).strip();
            line++;
            start = end + 1;
            if (line == 1 && each.startsWith("#!")) {
                last = line;
                continue;
            }
            Matcher matcher = DIRECTIVE.matcher(each);
            String key = matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
            if (!List.of("syntax", "escape", "check").contains(key)) {
                break;
            }
            last = line;
            SourceRange range =
                    new SourceRange(new Position(line, 0), new Position(line, each.length()));
            if (found.putIfAbsent(key, matcher.group(2)) != null) {
                throw new DockerfileException(
                        "dockerfile parse error on line "
                                + line
                                + ": only one "
                                + key
                                + " parser directive can be used",
                        List.of(range));
            }
            if (key.equals("escape")
                    && !matcher.group(2).equals("\\")
                    && !matcher.group(2).equals("`")) {
                throw new DockerfileException(
                        "dockerfile parse error on line "
                                + line
                                + ": invalid escape token '"
                                + matcher.group(2)
                                + "' does not match ` or \\",
                        List.of(range));
            }
        }
        return new Directives(
                found.getOrDefault("escape", "\\").charAt(0),
                found.get("syntax"),
                found.get("check"),
                last);
    }
}
