// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.format;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers of bytes for people, in powers of 1000 or 1024.
public final class HumanSize {
    private static final String[] DECIMAL = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private HumanSize() {}

    /// `1.98MB`: three digits, as image lists have them.
    public static String three(long bytes) {
        return decimal(bytes, 3);
    }

    /// `1.982MB`: four digits.
    public static String four(long bytes) {
        return decimal(bytes, 4);
    }

    /// `23.54GiB`: four digits, in powers of 1024.
    public static String binary(long bytes) {
        return of(bytes, 1024, BINARY, 4);
    }

    private static String decimal(long bytes, int digits) {
        return of(bytes, 1000, DECIMAL, digits);
    }

    private static String of(long bytes, int base, String[] units, int digits) {
        BigDecimal size = BigDecimal.valueOf(bytes);
        BigDecimal step = BigDecimal.valueOf(base);
        MathContext context = new MathContext(digits, RoundingMode.HALF_EVEN);
        int unit = 0;
        // What rounds to 1000 is 1 of the next unit.
        while (rounded(size, context).compareTo(step) >= 0 && unit < units.length - 1) {
            size = size.divide(step, MathContext.DECIMAL64);
            unit++;
        }
        return rounded(size, context).stripTrailingZeros().toPlainString() + units[unit];
    }

    private static BigDecimal rounded(BigDecimal size, MathContext context) {
        return size.round(context);
    }
}
