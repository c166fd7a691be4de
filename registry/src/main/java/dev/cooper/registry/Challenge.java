// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One way to authenticate that a server offers (RFC 9110, 11.3 and 11.6.1).
///
/// @param scheme in small letters
/// @param parameters their names in small letters
record Challenge(String scheme, Map<String, String> parameters) {
    private static final int MOST = 16;

    /// All of them, in the server's order. Several may stand in one header, several headers may
    /// come, and parameters in any order. What can't be read ends its header.
    static List<Challenge> parse(List<String> headers) {
        List<Challenge> all = new ArrayList<>();
        for (String each : headers) {
            new Reader(each).challenges(all);
        }
        return all;
    }

    @Nullable String parameter(String name) {
        return parameters.get(name);
    }

    /// A cursor over one header.
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        void challenges(List<Challenge> all) {
            String scheme = "";
            Map<String, String> parameters = new LinkedHashMap<>();
            while (skip(" \t,") && all.size() < MOST) {
                String word = token();
                if (word.isEmpty()) {
                    break;
                }
                int after = at;
                skip(" \t");
                if (!scheme.isEmpty() && isParameter()) {
                    at++;
                    skip(" \t");
                    String value = value();
                    if (value == null) {
                        break;
                    }
                    parameters.putIfAbsent(word.toLowerCase(Locale.ROOT), value);
                    continue;
                }
                at = after;
                if (!scheme.isEmpty()) {
                    all.add(new Challenge(scheme, parameters));
                }
                scheme = word.toLowerCase(Locale.ROOT);
                parameters = new LinkedHashMap<>();
                token68();
            }
            if (!scheme.isEmpty()) {
                all.add(new Challenge(scheme, parameters));
            }
        }

        /// `=` and something after it; `==` or an end belong to a token68.
        private boolean isParameter() {
            return at < text.length() && text.charAt(at) == '=';
        }

        /// Skips what some schemes have in place of parameters: base64 and its like.
        private void token68() {
            int start = at;
            skip(" \t");
            int first = at;
            while (at < text.length() && isToken68(text.charAt(at))) {
                at++;
            }
            int end = at;
            while (at < text.length() && text.charAt(at) == '=') {
                at++;
            }
            int padding = at;
            skip(" \t");
            boolean whole = at == text.length() || text.charAt(at) == ',';
            if (start == first
                    || end == first
                    || !whole
                    || (padding == end && at != text.length() && text.charAt(at) != ',')) {
                at = start;
            }
        }

        private static boolean isToken68(char c) {
            return isAlphanumeric(c) || "-._~+/".indexOf(c) >= 0;
        }

        private @Nullable String value() {
            if (at >= text.length() || text.charAt(at) != '"') {
                return token();
            }
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    return value.toString();
                }
                if (c == '\\' && at + 1 < text.length()) {
                    at++;
                    c = text.charAt(at);
                }
                value.append(c);
            }
            return null;
        }

        private String token() {
            int start = at;
            while (at < text.length() && isToken(text.charAt(at))) {
                at++;
            }
            return text.substring(start, at);
        }

        /// False at the end.
        private boolean skip(String what) {
            while (at < text.length() && what.indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            return at < text.length();
        }

        private static boolean isToken(char c) {
            return isAlphanumeric(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
        }

        private static boolean isAlphanumeric(char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        }
    }
}
