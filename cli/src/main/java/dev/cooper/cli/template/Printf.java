// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Go's `printf` for the values of templates.
final class Printf {
    /// Wider than any terminal; more is cut, so that a format can't ask for all of the memory.
    private static final int MOST = 10_000;

    private final String format;
    private final List<Value> values;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int next;

    private Printf(String format, List<Value> values) {
        this.format = format;
        this.values = values;
    }

    static Value of(List<Value> given) throws FunctionException {
        if (!(given.getFirst() instanceof Value.Str(String format))) {
            throw FunctionException.misused(
                    "wrong type for value; expected string; got "
                            + Functions.type(given.getFirst()));
        }
        return Value.of(new Printf(format, given.subList(1, given.size())).run());
    }

    private String run() {
        while (at < format.length()) {
            char c = format.charAt(at++);
            if (c == '%') {
                directive();
            } else {
                out.append(c);
            }
        }
        if (next < values.size()) {
            List<String> extra = new ArrayList<>();
            for (Value value : values.subList(next, values.size())) {
                extra.add(Functions.type(value) + "=" + GoText.of(value));
            }
            out.append("%!(EXTRA ").append(String.join(", ", extra)).append(')');
        }
        return out.toString();
    }

    /// @param width 0 for as wide as it is
    /// @param precision -1 for none
    private record Spec(String flags, int width, int precision) {
        boolean has(char flag) {
            return flags.indexOf(flag) >= 0;
        }
    }

    private void directive() {
        int start = at;
        while (at < format.length() && "+-# 0".indexOf(format.charAt(at)) >= 0) {
            at++;
        }
        String flags = format.substring(start, at);
        int width = number();
        int precision = -1;
        if (at < format.length() && format.charAt(at) == '.') {
            at++;
            precision = number();
        }
        if (at >= format.length()) {
            out.append("%!(NOVERB)");
            return;
        }
        int verb = format.codePointAt(at);
        at += Character.charCount(verb);
        if (verb == '%') {
            out.append('%');
        } else if (next >= values.size()) {
            out.append("%!").appendCodePoint(verb).append("(MISSING)");
        } else {
            Spec spec = new Spec(flags, width, precision);
            pad(verb(verb, values.get(next++), spec), spec);
        }
    }

    private int number() {
        int number = 0;
        while (at < format.length() && Character.digit(format.charAt(at), 10) >= 0) {
            number = Math.min(MOST, number * 10 + Character.digit(format.charAt(at++), 10));
        }
        return number;
    }

    private void pad(String text, Spec spec) {
        int missing = Math.max(0, spec.width() - text.codePointCount(0, text.length()));
        if (spec.has('-')) {
            out.append(text).repeat(" ", missing);
        } else if (spec.has('0')) {
            int sign = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
            out.append(text, 0, sign).repeat("0", missing).append(text, sign, text.length());
        } else {
            out.repeat(" ", missing).append(text);
        }
    }

    private static String verb(int verb, Value value, Spec spec) {
        if (value instanceof Value.Arr(List<Value> items) && verb != 'T') {
            List<String> texts = new ArrayList<>();
            items.forEach(item -> texts.add(verb(verb, item, spec)));
            return "[" + String.join(" ", texts) + "]";
        }
        return switch (verb) {
            case 'v' ->
                    value instanceof Value.Str(String text)
                            ? spec.has('#') ? GoString.quote(text) : cut(text, spec)
                            : signed(GoText.of(value), value, spec);
            case 'T' -> Functions.type(value);
            case 't' -> value instanceof Value.Bool ? GoText.of(value) : wrong(verb, value);
            case 's' -> string(verb, value, spec);
            case 'q' ->
                    switch (value) {
                        case Value.Str(String text) -> GoString.quote(cut(text, spec));
                        case Value.Int(long c) when Character.isValidCodePoint((int) c) ->
                                "'" + Character.toString((int) c) + "'";
                        case Value.Int _,
                                Value.Real _,
                                Value.Bool _,
                                Value.Nil _,
                                Value.Arr _,
                                Value.Dict _,
                                Value.Struct _ ->
                                wrong(verb, value);
                    };
            case 'd', 'b', 'o', 'c', 'U' ->
                    value instanceof Value.Int(long number)
                            ? whole(verb, number, spec)
                            : wrong(verb, value);
            case 'x', 'X' -> hexadecimal(verb, value, spec);
            case 'f', 'F', 'e', 'g' ->
                    value instanceof Value.Real(double number)
                            ? signed(real(verb, number, spec.precision()), value, spec)
                            : wrong(verb, value);
            default -> wrong(verb, value);
        };
    }

    private static String string(int verb, Value value, Spec spec) {
        return switch (value) {
            case Value.Str(String text) -> cut(text, spec);
            case Value.Dict _, Value.Struct _, Value.Arr _ -> GoText.of(value);
            case Value.Nil nil -> nil.equals(Value.Nil.POINTER) ? "%!s(<nil>)" : nil.printed();
            case Value.Int _, Value.Real _, Value.Bool _ -> wrong(verb, value);
        };
    }

    private static String cut(String text, Spec spec) {
        int most = spec.precision();
        return most < 0 || text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most));
    }

    private static String signed(String text, Value value, Spec spec) {
        boolean number = value instanceof Value.Int || value instanceof Value.Real;
        if (!number || text.startsWith("-") || text.startsWith("+")) {
            return text;
        }
        return (spec.has('+') ? "+" : spec.has(' ') ? " " : "") + text;
    }

    private static String whole(int verb, long number, Spec spec) {
        return switch (verb) {
            case 'd' -> signed(Long.toString(number), Value.of(number), spec);
            case 'b' -> Long.toString(number, 2);
            case 'o' -> Long.toString(number, 8);
            case 'c' ->
                    Character.toString(
                            Character.isValidCodePoint((int) number) ? (int) number : 0xFFFD);
            default -> {
                String hex = Long.toHexString(number).toUpperCase(Locale.ROOT);
                yield "U+" + "0".repeat(Math.max(0, 4 - hex.length())) + hex;
            }
        };
    }

    private static String hexadecimal(int verb, Value value, Spec spec) {
        String hex =
                switch (value) {
                    case Value.Int(long number) ->
                            (spec.has('#') ? "0x" : "") + Long.toString(number, 16);
                    case Value.Str(String text) -> {
                        StringBuilder all = new StringBuilder();
                        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                            all.append(Character.forDigit(b >> 4 & 15, 16));
                            all.append(Character.forDigit(b & 15, 16));
                        }
                        yield all.toString();
                    }
                    case Value.Real _,
                            Value.Bool _,
                            Value.Nil _,
                            Value.Arr _,
                            Value.Dict _,
                            Value.Struct _ ->
                            "";
                };
        if (hex.isEmpty() && !(value instanceof Value.Str)) {
            return wrong(verb, value);
        }
        return verb == 'X' ? hex.toUpperCase(Locale.ROOT) : hex;
    }

    private static String real(int verb, double number, int precision) {
        if (Double.isNaN(number) || Double.isInfinite(number) || (verb == 'g' && precision < 0)) {
            return GoText.real(number);
        }
        BigDecimal decimal = BigDecimal.valueOf(number);
        int digits = precision < 0 ? 6 : precision;
        if (verb == 'f' || verb == 'F') {
            return decimal.setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
        }
        BigDecimal rounded =
                decimal.round(
                        new MathContext(
                                verb == 'e' ? digits + 1 : Math.max(1, digits),
                                RoundingMode.HALF_EVEN));
        int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        if (verb == 'e') {
            BigDecimal exact = rounded.setScale(digits - exponent, RoundingMode.HALF_EVEN);
            return GoText.scientific(exact, exponent);
        }
        BigDecimal bare = rounded.stripTrailingZeros();
        return exponent < -4 || exponent >= Math.max(1, digits)
                ? GoText.scientific(bare, exponent)
                : bare.toPlainString();
    }

    private static String wrong(int verb, Value value) {
        return "%!"
                + Character.toString(verb)
                + "("
                + (value instanceof Value.Nil
                        ? "<nil>"
                        : Functions.type(value) + "=" + GoText.of(value))
                + ")";
    }
}
