// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.template;

import dev.cooper.cli.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Cuts a template into literal text and the words of its actions.
final class Lexer {
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean spaced;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) throws TemplateException {
        Lexer lexer = new Lexer(text);
        lexer.run();
        return lexer.tokens;
    }

    private void run() throws TemplateException {
        boolean trimmed = false;
        while (true) {
            int open = text.indexOf(OPEN, at);
            int end = open < 0 ? text.length() : open;
            boolean trims = open >= 0 && isTrimAfter(open + 2);
            literal(end, trimmed, trims);
            if (open < 0) {
                add(Kind.END, "", at);
                return;
            }
            at = open + 2 + (trims ? 2 : 0);
            trimmed = text.startsWith("/*", at) ? comment() : action(open);
        }
    }

    /// Whether `- ` follows an opening.
    private boolean isTrimAfter(int from) {
        return from + 1 < text.length()
                && text.charAt(from) == '-'
                && isSpace(text.charAt(from + 1));
    }

    private void literal(int end, boolean trimLeft, boolean trimRight) {
        int from = at;
        int to = end;
        while (trimLeft && from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (trimRight && to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        if (to > from) {
            add(Kind.TEXT, text.substring(from, to), from);
        }
        at = end;
    }

    /// Skips a comment; returns whether its end trims.
    private boolean comment() throws TemplateException {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            throw error("unclosed comment", at);
        }
        at = end + 2;
        boolean trims = at + 3 < text.length() && isSpace(text.charAt(at)) && closes(at + 1, "-}}");
        if (!trims && !closes(at, CLOSE)) {
            throw error("comment ends before closing delimiter", at);
        }
        at += trims ? 4 : 2;
        return trims;
    }

    private boolean closes(int from, String close) {
        return text.startsWith(close, from);
    }

    /// The words of an action, to its end; returns whether that trims.
    private boolean action(int open) throws TemplateException {
        add(Kind.OPEN, OPEN, open);
        int depth = 0;
        while (true) {
            spaced = false;
            while (at < text.length() && isSpace(text.charAt(at))) {
                spaced = true;
                at++;
            }
            if (at >= text.length()) {
                throw error("unclosed action", open);
            }
            boolean trims = spaced && closes(at, "-}}");
            if (trims || closes(at, CLOSE)) {
                if (depth > 0) {
                    throw error("unclosed left paren", at);
                }
                add(Kind.CLOSE, CLOSE, at);
                at += trims ? 3 : 2;
                return trims;
            }
            char c = text.charAt(at);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth < 0) {
                throw error("unexpected right paren", at);
            }
            word(c);
        }
    }

    private void word(char c) throws TemplateException {
        switch (c) {
            case '(' -> symbol(Kind.LEFT, 1);
            case ')' -> symbol(Kind.RIGHT, 1);
            case '|' -> symbol(Kind.PIPE, 1);
            case ',' -> symbol(Kind.COMMA, 1);
            case '=' -> symbol(Kind.ASSIGN, 1);
            case ':' -> {
                if (!closes(at, ":=")) {
                    throw error("expected :=", at);
                }
                symbol(Kind.DECLARE, 2);
            }
            case '"' -> quoted('"', Kind.STRING, "unterminated quoted string");
            case '\'' -> quoted('\'', Kind.CHARACTER, "unterminated character constant");
            case '`' -> raw();
            case '$' -> symbol(Kind.VARIABLE, 1 + nameLength(at + 1));
            case '.' -> {
                int length = nameLength(at + 1);
                boolean digit = at + 1 < text.length() && isDigit(text.charAt(at + 1));
                if (digit) {
                    number();
                } else {
                    symbol(length == 0 ? Kind.DOT : Kind.FIELD, 1 + length);
                }
            }
            default -> {
                boolean signed =
                        (c == '-' || c == '+')
                                && at + 1 < text.length()
                                && (isDigit(text.charAt(at + 1)) || text.charAt(at + 1) == '.');
                if (isDigit(c) || signed) {
                    number();
                } else if (nameLength(at) > 0) {
                    symbol(Kind.IDENTIFIER, nameLength(at));
                } else {
                    throw error(
                            "unrecognized character in action: " + unicode(text.codePointAt(at)),
                            at);
                }
            }
        }
    }

    private void symbol(Kind kind, int length) {
        add(kind, text.substring(at, at + length), at);
        at += length;
    }

    private void quoted(char quote, Kind kind, String unterminated) throws TemplateException {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != quote) {
            if (text.charAt(end) == '\n') {
                throw error(unterminated, at);
            }
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length()) {
            throw error(unterminated, at);
        }
        symbol(kind, end + 1 - at);
    }

    private void raw() throws TemplateException {
        int end = text.indexOf('`', at + 1);
        if (end < 0) {
            throw error("unterminated raw quoted string", at);
        }
        symbol(Kind.STRING, end + 1 - at);
    }

    private void number() throws TemplateException {
        int end = at + 1;
        while (end < text.length()
                && (Character.isLetterOrDigit(text.charAt(end))
                        || text.charAt(end) == '.'
                        || text.charAt(end) == '_'
                        || isExponentSign(end))) {
            end++;
        }
        symbol(Kind.NUMBER, end - at);
    }

    private boolean isExponentSign(int i) {
        char c = text.charAt(i);
        char before = text.charAt(i - 1);
        return (c == '+' || c == '-')
                && (before == 'e' || before == 'E')
                && isDigit(text.charAt(i - 2));
    }

    private int nameLength(int from) {
        int end = from;
        while (end < text.length()
                && (text.charAt(end) == '_' || Character.isLetterOrDigit(text.charAt(end)))) {
            end++;
        }
        return end - from;
    }

    private void add(Kind kind, String word, int position) {
        tokens.add(new Token(kind, word, position, spaced));
    }

    private TemplateException error(String message, int position) {
        return new TemplateException("template: :" + line(text, position) + ": " + message);
    }

    static int line(String text, int position) {
        int line = 1;
        for (int i = 0; i < position && i < text.length(); i++) {
            line += text.charAt(i) == '\n' ? 1 : 0;
        }
        return line;
    }

    static String unicode(int c) {
        String hex = Integer.toHexString(c).toUpperCase(Locale.ROOT);
        return "U+"
                + "0".repeat(Math.max(0, 4 - hex.length()))
                + hex
                + " '"
                + Character.toString(c)
                + "'";
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
