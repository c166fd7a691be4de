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

    private final String text;
    private int at;
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

    /// A string; or a number or a word, which is no string, but JSON.
    private @Nullable String value() {
        if (take('"')) {
            return string();
        }
        int begin = at;
        while (at < text.length() && "+-.0123456789aeEflnrstu".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String other = text.substring(begin, at);
        strings = false;
        return other.matches("true|false|null|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")
                ? other
                : null;
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
