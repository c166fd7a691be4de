// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Cuts a file into logical lines (docs/dockerfile.md): comments go, continued lines are joined as
/// they stand, and here-documents are read. One pass; a physical line is looked at once, or twice
/// where a here-document may begin.
final class LineReader {
    private static final int MOST_LINE = 65535;
    private static final int MOST_INSTRUCTION = 1 << 20;
    private static final Pattern HEREDOC = Pattern.compile("([0-9]{0,9})<<(-?)([^<]*)");
    private static final Set<String> WITH_HEREDOCS = Set.of("add", "copy", "run");

    private final String[] lines;
    private final char escape;
    private final List<Warning> warnings;
    private int at;

    LineReader(String text, char escape, List<Warning> warnings) {
        this.lines = text.split("\n", -1);
        this.escape = escape;
        this.warnings = warnings;
    }

    /// The next instruction, null at the end.
    @Nullable LogicalLine next() throws DockerfileException {
        List<String> comments = new ArrayList<>();
        while (at < lines.length) {
            String line = Blank.stripLeading(line(at));
            if (line.startsWith("#")) {
                comments.add(line.substring(1).strip());
                at++;
            } else if (line.isEmpty()) {
                comments.clear();
                at++;
            } else {
                return instruction(comments);
            }
        }
        return null;
    }

    private LogicalLine instruction(List<String> comments) throws DockerfileException {
        int first = at;
        StringBuilder joined = new StringBuilder();
        List<Origin.Piece> pieces = new ArrayList<>();
        boolean emptyLine = false;
        boolean more = true;
        while (more && at < lines.length) {
            String line = line(at);
            int indent = at == first ? Blank.leading(line) : 0;
            if (at > first && Blank.stripLeading(line).startsWith("#")) {
                at++;
                continue;
            }
            if (at > first && Blank.leading(line) == line.length()) {
                emptyLine = true;
                at++;
                continue;
            }
            int cut = continuation(line);
            more = cut >= 0;
            pieces.add(new Origin.Piece(joined.length(), new Position(at + 1, indent)));
            if (joined.length() + line.length() > MOST_INSTRUCTION) {
                throw new DockerfileException(
                        "dockerfile parse error on line "
                                + (first + 1)
                                + ": instruction longer than "
                                + MOST_INSTRUCTION
                                + " characters",
                        List.of(range(first, first)));
            }
            joined.append(
                    line, Math.min(indent, more ? cut : line.length()), more ? cut : line.length());
            at++;
        }
        int last = emptyLine || more ? lastWithText(first) : at - 1;
        String text = Blank.strip(joined.toString());
        if (emptyLine) {
            warnings.add(
                    new Warning(
                            "NoEmptyContinuation", "Empty continuation line", range(first, last)));
        }
        List<Heredoc> heredocs = heredocs(text, first);
        int end = heredocs.isEmpty() ? last : at - 1;
        return new LogicalLine(new Origin(range(first, end), text, comments, pieces), heredocs);
    }

    private int lastWithText(int first) {
        int last = at - 1;
        while (last > first && lines[last].isBlank()) {
            last--;
        }
        return last;
    }

    private SourceRange range(int first, int last) {
        return new SourceRange(
                new Position(first + 1, 0), new Position(last + 1, line0(last).length()));
    }

    private String line0(int index) {
        String line = lines[index];
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private String line(int index) throws DockerfileException {
        String line = line0(index);
        if (line.length() > MOST_LINE) {
            throw new DockerfileException(
                    "dockerfile line greater than maximum allowed size of " + MOST_LINE,
                    List.of(range(index, index)));
        }
        return line;
    }

    /// Where the escape at the line's end stands, -1 if there is none. Blanks may follow it; behind
    /// another escape it is none.
    private int continuation(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) {
            end--;
        }
        if (end == 0 || line.charAt(end - 1) != escape) {
            return -1;
        }
        return end >= 2 && line.charAt(end - 2) == escape ? -1 : end - 1;
    }

    private List<Heredoc> heredocs(String text, int first) throws DockerfileException {
        if (!text.contains("<<") || !mayHoldHeredocs(text)) {
            return List.of();
        }
        List<Heredoc> found = new ArrayList<>();
        for (String word : ArgumentWords.split(text, escape)) {
            Matcher matcher = HEREDOC.matcher(word);
            if (matcher.matches() && !matcher.group(3).isBlank()) {
                found.add(body(matcher, text, first));
            }
        }
        return found;
    }

    private boolean mayHoldHeredocs(String text) {
        String arguments = text;
        String keyword = firstWord(arguments);
        arguments = Blank.stripLeading(arguments.substring(keyword.length()));
        if (keyword.equalsIgnoreCase("onbuild")) {
            keyword = firstWord(arguments);
            arguments = Blank.stripLeading(arguments.substring(keyword.length()));
        }
        return WITH_HEREDOCS.contains(keyword.toLowerCase(Locale.ROOT)) && !isJson(arguments);
    }

    private static String firstWord(String text) {
        int end = 0;
        while (end < text.length() && !Blank.is(text.charAt(end))) {
            end++;
        }
        return text.substring(0, end);
    }

    /// Whether these arguments have the JSON form, in which nothing is a here-document.
    private boolean isJson(String arguments) {
        String rest = arguments;
        while (rest.startsWith("--")) {
            String flag = ArgumentWords.split(rest, escape).getFirst();
            rest = Blank.stripLeading(rest.substring(flag.length()));
        }
        try {
            return rest.startsWith("[") && StringArray.parse(rest) != null;
        } catch (StringArray.NotStringsException e) {
            return true;
        }
    }

    private Heredoc body(Matcher head, String text, int first) throws DockerfileException {
        String delimiter = head.group(3).strip();
        boolean chomp = head.group(2).equals("-");
        String name = ArgumentWords.unquoted(delimiter, escape);
        StringBuilder content = new StringBuilder();
        int begin = at;
        while (at < lines.length) {
            String line = chomp ? withoutTabs(lines[at]) : lines[at];
            String plain = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            at++;
            if (plain.equals(name)) {
                return new Heredoc(
                        name,
                        content.toString(),
                        name.equals(delimiter),
                        chomp,
                        head.group(1).isEmpty() ? 0 : Integer.parseInt(head.group(1)),
                        new SourceRange(
                                new Position(begin + 1, 0),
                                new Position(at - 1, line0(at - 2).length())));
            }
            content.append(lines[at - 1]).append('\n');
        }
        throw new DockerfileException(
                "dockerfile parse error on line " + (first + 1) + ": unterminated heredoc",
                List.of(range(first, Math.min(first, lines.length - 1))),
                "no line is just \"" + name + "\", which would end the here-document of: " + text);
    }

    static String withoutTabs(String line) {
        int tabs = 0;
        while (tabs < line.length() && line.charAt(tabs) == '\t') {
            tabs++;
        }
        return line.substring(tabs);
    }
}
