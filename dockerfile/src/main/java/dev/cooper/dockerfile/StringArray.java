// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The JSON form of an instruction's arguments: an array of strings and nothing else (RFC 8259).
final class StringArray {
    /// A JSON array that holds something else than strings: that is a mistake, not text for a
    /// shell.
    static final class NotStringsException extends Exception {
        private static final long serialVersionUID = 1;
    }

    /// Deeper nesting is not looked into, and no JSON.
    private static final int MOST_NESTED = 100;

    private final String text;
    private int at;
    private int depth;
    private boolean strings = true;

    private StringArray(String text) {
        this.text = text;
    }

    /// Null if `text` is no JSON array.
    static @Nullable List<String> parse(String text) throws NotStringsException {
        StringArray parser = new StringArray(text);
        List<String> values = parser.array();
        if (values != null && !parser.strings) {
            throw new NotStringsException();
        }
        return values;
    }

    private @Nullable List<String> array() {
        List<String> values = new ArrayList<>();
        blanks();
        if (!take('[')) {
            return null;
        }
        blanks();
        if (!take(']')) {
            do {
                blanks();
                String value = value();
                if (value == null) {
                    return null;
                }
                values.add(value);
                blanks();
            } while (take(','));
            if (!take(']')) {
                return null;
            }
        }
        blanks();
        return at == text.length() ? values : null;
    }

    /// A string; or anything else, which is no string, but JSON.
    private @Nullable String value() {
        if (take('"')) {
            return string();
        }
        int begin = at;
        if (take('[') || take('{')) {
            strings = false;
            return ++depth <= MOST_NESTED && members(text.charAt(begin)) ? "" : null;
        }
        while (at < text.length() && "+-.0123456789aeEflnrstu".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String other = text.substring(begin, at);
        strings = false;
        return other.matches("true|false|null|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")
                ? other
                : null;
    }

    /// What follows the bracket that opens an array or an object, with the one that closes it.
    private boolean members(char open) {
        char close = open == '[' ? ']' : '}';
        blanks();
        boolean more = !take(close);
        while (more) {
            blanks();
            if (open == '{' && !(take('"') && string() != null && takeColon())) {
                return false;
            }
            if (value() == null) {
                return false;
            }
            blanks();
            more = take(',');
            if (!more && !take(close)) {
                return false;
            }
        }
        depth--;
        return true;
    }

    private boolean takeColon() {
        blanks();
        boolean there = take(':');
        blanks();
        return there;
    }

    private @Nullable String string() {
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            if (c < 0x20) {
                return null;
            }
            if (c != '\\') {
                value.append(c);
                continue;
            }
            if (at == text.length()) {
                return null;
            }
            char escaped = text.charAt(at++);
            int simple = "\"\\/bfnrt".indexOf(escaped);
            if (simple >= 0) {
                value.append("\"\\/\b\f\n\r\t".charAt(simple));
            } else if (escaped == 'u'
                    && at + 4 <= text.length()
                    && text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
                value.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                at += 4;
            } else {
                return null;
            }
        }
        return null;
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
