// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One expansion, from left to right. Recursion follows the nesting of `${…}`, which is limited.
final class WordExpansion {
    /// How quotes and escapes are taken.
    enum Mode {
        /// Removed, after they have done their work.
        WORD,
        /// Quotes are text.
        HEREDOC,
        /// Everything stays but the variables that are set.
        DISPLAY
    }

    private static final int MOST_NESTED = 200;
    private static final int MOST_TEXT = 1 << 20;
    private static final int END = -1;

    private final String word;
    private final char escape;
    private final Mode mode;
    private final Expander.Lookup env;
    private final Set<String> used = new LinkedHashSet<>();
    private final Set<String> unset = new LinkedHashSet<>();
    private final int most;
    private int at;
    private int depth;

    WordExpansion(String word, char escape, Mode mode, Expander.Lookup env) {
        this.word = word;
        this.escape = escape;
        this.mode = mode;
        this.env = env;
        // A here-document may be as long as a file may be.
        this.most = MOST_TEXT + word.length();
    }

    Expander.Expansion run() throws ExpansionException {
        Words words = new Words();
        until(END, false, words);
        return new Expander.Expansion(words.text.toString(), words.all(), used, unset);
    }

    private int peek() {
        return at < word.length() ? word.charAt(at) : END;
    }

    /// Reads up to an end char; `raw` keeps escapes, for whoever reads patterns.
    private void until(int end, boolean raw, Words words) throws ExpansionException {
        while (at < word.length()) {
            char c = word.charAt(at);
            if (c == end) {
                return;
            }
            if (c == '$') {
                words.split(dollar());
            } else if (mode == Mode.WORD && c == '\'') {
                singleQuoted(words);
            } else if (mode == Mode.WORD && c == '"') {
                doubleQuoted(raw, words);
            } else if (c == escape && mode != Mode.DISPLAY) {
                escaped(raw, words);
            } else {
                at++;
                words.add(c);
            }
        }
        if (end != END) {
            throw new ExpansionException(
                    "syntax error: missing '" + (char) end + "'" + (end == '/' ? " in ${}" : ""));
        }
    }

    private void escaped(boolean raw, Words words) throws ExpansionException {
        at++;
        int next = peek();
        if (raw) {
            words.raw(escape);
        }
        if (next != END) {
            at++;
            words.raw((char) next);
        }
    }

    private void singleQuoted(Words words) throws ExpansionException {
        int end = word.indexOf('\'', at + 1);
        if (end < 0) {
            throw new ExpansionException(
                    "unexpected end of statement while looking for matching single-quote");
        }
        words.raw(word.substring(at + 1, end));
        at = end + 1;
    }

    private void doubleQuoted(boolean raw, Words words) throws ExpansionException {
        at++;
        while (true) {
            int c = peek();
            if (c == END) {
                throw new ExpansionException(
                        "unexpected end of statement while looking for matching double-quote");
            } else if (c == '"') {
                at++;
                return;
            } else if (c == '$') {
                words.raw(dollar());
            } else {
                at++;
                int next = peek();
                if (c == escape && raw) {
                    words.raw(escape);
                }
                if (c == escape && (next == '"' || next == '$' || next == escape)) {
                    at++;
                    words.raw((char) next);
                } else {
                    words.raw((char) c);
                }
            }
        }
    }

    private String dollar() throws ExpansionException {
        int begin = at;
        at++;
        if (peek() != '{') {
            String name = name();
            return name.isEmpty() ? "$" : plain(name, begin);
        }
        at++;
        if (++depth > MOST_NESTED) {
            throw new ExpansionException("variables are nested more than " + MOST_NESTED + " deep");
        }
        int first = peek();
        if (first == END) {
            throw new ExpansionException("syntax error: missing '}'");
        }
        if (first == '{' || first == '}' || first == ':') {
            throw new ExpansionException("syntax error: bad substitution");
        }
        String value = braced(name(), begin);
        depth--;
        return value;
    }

    private String plain(String name, int begin) {
        String value = lookup(name);
        if (value != null) {
            return value;
        }
        return mode == Mode.DISPLAY ? word.substring(begin, at) : "";
    }

    private @Nullable String lookup(String name) {
        String value = env.value(name);
        (value == null ? unset : used).add(name);
        return value;
    }

    private String braced(String name, int begin) throws ExpansionException {
        int operator = peek();
        at++;
        return switch (operator) {
            case '}' -> plain(name, begin);
            case ':' -> {
                int next = peek();
                if (next != '+' && next != '-' && next != '?') {
                    throw unsupported(next == END ? ":" : ":" + (char) next);
                }
                at++;
                yield conditional(name, (char) next, true);
            }
            case '+', '-', '?' -> conditional(name, (char) operator, false);
            case '#', '%' -> {
                boolean longest = peek() == operator;
                at += longest ? 1 : 0;
                String pattern = part('}', true);
                String value = lookup(name);
                yield ShellPattern.strip(
                        value == null ? "" : value, pattern, operator == '#', longest);
            }
            case '/' -> {
                boolean all = peek() == '/';
                at += all ? 1 : 0;
                String pattern = part('/', true);
                String replacement = part('}', true);
                String value = lookup(name);
                yield limited(
                        ShellPattern.replace(
                                value == null ? "" : value, pattern, replacement, all));
            }
            case END -> throw new ExpansionException("syntax error: missing '}'");
            default -> throw unsupported(String.valueOf((char) operator));
        };
    }

    private static ExpansionException unsupported(String modifier) {
        return new ExpansionException("unsupported modifier (" + modifier + ") in substitution");
    }

    private String conditional(String name, char operator, boolean emptyIsUnset)
            throws ExpansionException {
        String word = part('}', false);
        String value = env.value(name);
        boolean set = value != null && !(emptyIsUnset && value.isEmpty());
        if (value != null) {
            used.add(name);
        }
        return switch (operator) {
            case '+' -> set ? word : "";
            case '-' -> set && value != null ? value : word;
            default -> {
                if (!set || value == null) {
                    String reason =
                            value == null
                                    ? "is not allowed to be unset"
                                    : "is not allowed to be empty";
                    throw new ExpansionException(name + ": " + (word.isEmpty() ? reason : word));
                }
                yield value;
            }
        };
    }

    /// A part of a `${…}` up to its end, which is consumed.
    private String part(char end, boolean raw) throws ExpansionException {
        Words words = new Words();
        until(end, raw, words);
        at++;
        return words.text.toString();
    }

    /// A name (letters of any script), digits, or one special char; empty if there is none.
    private String name() {
        int begin = at;
        int c = peek();
        if (c != END && "@*#?-$!".indexOf(c) >= 0) {
            at++;
            return word.substring(begin, at);
        }
        boolean digits = at < word.length() && Character.isDigit(word.codePointAt(at));
        while (at < word.length()) {
            int point = word.codePointAt(at);
            boolean more =
                    Character.isDigit(point)
                            || (!digits && (point == '_' || Character.isLetter(point)));
            if (!more) {
                break;
            }
            at += Character.charCount(point);
        }
        return word.substring(begin, at);
    }

    private String limited(String text) throws ExpansionException {
        limited((CharSequence) text);
        return text;
    }

    private void limited(CharSequence text) throws ExpansionException {
        if (text.length() > most) {
            throw new ExpansionException(
                    "variables expand to more than " + MOST_TEXT + " characters");
        }
    }

    /// The result as one text, and as words.
    private final class Words {
        private final StringBuilder text = new StringBuilder();
        private final List<String> done = new ArrayList<>();
        private final StringBuilder current = new StringBuilder();

        void add(char c) throws ExpansionException {
            text.append(c);
            if (Blank.is(c)) {
                end();
            } else {
                current.append(c);
            }
            limited(text);
        }

        void split(String expanded) throws ExpansionException {
            for (int i = 0; i < expanded.length(); i++) {
                add(expanded.charAt(i));
            }
        }

        void raw(char c) throws ExpansionException {
            raw(String.valueOf(c));
        }

        void raw(String quoted) throws ExpansionException {
            text.append(quoted);
            current.append(quoted);
            limited(text);
        }

        /// Empty quotes are no word.
        private void end() {
            if (!current.isEmpty()) {
                done.add(current.toString());
                current.setLength(0);
            }
        }

        List<String> all() {
            end();
            return done;
        }
    }
}
