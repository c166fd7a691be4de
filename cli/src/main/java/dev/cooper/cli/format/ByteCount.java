// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.format;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers of bytes as options take them: `512mb`, `10 GiB`, `1.5g`, `100`. Docker takes all units
/// as powers of 1024 here.
public final class ByteCount {
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?) ?([kmgtp]?)i?b?");
    private static final String UNITS = "kmgtp";

    private ByteCount() {}

    /// Empty for what is none.
    public static OptionalLong parse(String text) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        String unit = matcher.group(2);
        int power = unit.isEmpty() ? 0 : UNITS.indexOf(unit) + 1;
        BigDecimal bytes =
                new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1024).pow(power));
        return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? OptionalLong.empty()
                : OptionalLong.of(bytes.longValue());
    }
}
