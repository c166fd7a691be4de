// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.template;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Map;

/// Values as Go's `fmt` prints them with `%v`.
final class GoText {
    private GoText() {}

    static String of(Value value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Value value, StringBuilder out) {
        switch (value) {
            case Value.Str str -> out.append(str.text());
            case Value.Int number -> out.append(number.number());
            case Value.Real real -> out.append(real(real.number()));
            case Value.Bool bool -> out.append(bool.truth());
            case Value.Nil nil -> out.append(nil.printed());
            case Value.Arr array -> {
                out.append('[');
                Iterator<Value> items = array.items().iterator();
                while (items.hasNext()) {
                    write(items.next(), out);
                    out.append(items.hasNext() ? " " : "");
                }
                out.append(']');
            }
            case Value.Dict dict -> {
                out.append("map[");
                Iterator<Map.Entry<String, Value>> entries = dict.entries().entrySet().iterator();
                while (entries.hasNext()) {
                    Map.Entry<String, Value> entry = entries.next();
                    out.append(entry.getKey()).append(':');
                    write(entry.getValue(), out);
                    out.append(entries.hasNext() ? " " : "");
                }
                out.append(']');
            }
            case Value.Struct struct -> {
                out.append('{');
                Iterator<String> names = struct.fields().iterator();
                while (names.hasNext()) {
                    Value field = struct.field(names.next());
                    if (field != null) {
                        write(field, out);
                    }
                    out.append(names.hasNext() ? " " : "");
                }
                out.append('}');
            }
        }
    }

    /// The fewest digits that give the number back, as `%v`: with an exponent from 1e21 on and
    /// below 1e-4.
    static String real(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "+Inf" : "-Inf";
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0" : "0";
        }
        BigDecimal decimal = BigDecimal.valueOf(number).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        return exponent < -4 || exponent >= 21
                ? scientific(decimal, exponent)
                : decimal.toPlainString();
    }

    static String scientific(BigDecimal decimal, int exponent) {
        String digits = decimal.unscaledValue().abs().toString();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String power = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return (decimal.signum() < 0 ? "-" : "")
                + digits.charAt(0)
                + fraction
                + (exponent < 0 ? "e-" : "e+")
                + power;
    }
}
