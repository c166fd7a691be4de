// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The records of a PAX extended header; values are bytes, since attributes are.
final class PaxRecords {
    private static final Bytes XATTR = Bytes.of("SCHILY.xattr.");

    private final Map<Bytes, Bytes> records;

    private PaxRecords(Map<Bytes, Bytes> records) {
        this.records = records;
    }

    static PaxRecords empty() {
        return new PaxRecords(Map.of());
    }

    /// Reads `LENGTH KEY=VALUE\n` until the end.
    static PaxRecords parse(byte[] body) throws MalformedTarException {
        Map<Bytes, Bytes> records = new LinkedHashMap<>();
        int at = 0;
        while (at < body.length) {
            int space = at;
            int length = 0;
            while (space < body.length
                    && body[space] >= '0'
                    && body[space] <= '9'
                    && space - at < 8) {
                length = length * 10 + body[space] - '0';
                space++;
            }
            int end = at + length;
            boolean framed =
                    space > at && space < body.length && body[space] == ' ' && end <= body.length;
            if (!framed || end <= space + 1 || body[end - 1] != '\n') {
                throw new MalformedTarException("an extended header's record has a wrong length");
            }
            Bytes record = Bytes.of(body, space + 1, end - space - 2);
            int equals = record.indexOf('=', 0);
            if (equals <= 0) {
                throw new MalformedTarException("an extended header's record has no key");
            }
            records.put(record.slice(0, equals), record.slice(equals + 1, record.length()));
            at = end;
        }
        return new PaxRecords(records);
    }

    /// These, and those of `later` where both have one.
    PaxRecords with(PaxRecords later) {
        Map<Bytes, Bytes> all = new LinkedHashMap<>(records);
        all.putAll(later.records);
        return new PaxRecords(all);
    }

    /// Null where there is none, or an empty one, which takes away what a global header said.
    @Nullable Bytes value(String key) {
        Bytes value = records.get(Bytes.of(key));
        return value == null || value.isEmpty() ? null : value;
    }

    boolean isSparse() {
        return records.keySet().stream().anyMatch(key -> key.startsWith(Bytes.of("GNU.sparse.")));
    }

    long number(String key, long otherwise) throws MalformedTarException {
        Bytes value = value(key);
        if (value == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(value.text());
        } catch (NumberFormatException e) {
            throw new MalformedTarException("an extended header's " + key + " is not a number");
        }
    }

    /// Seconds and nanoseconds, rounded down.
    long @Nullable [] time(String key) throws MalformedTarException {
        Bytes value = value(key);
        if (value == null) {
            return null;
        }
        if (value.length() > 40 || !value.text().matches("-?[0-9]{1,18}(\\.[0-9]*)?")) {
            throw new MalformedTarException("an extended header's " + key + " is not a time");
        }
        BigDecimal time = new BigDecimal(value.text());
        BigDecimal seconds = time.setScale(0, RoundingMode.FLOOR);
        long nanos = time.subtract(seconds).movePointRight(9).longValue();
        return new long[] {seconds.longValue(), nanos};
    }

    SortedMap<Bytes, Bytes> xattrs(TarLimits limits, Bytes path) throws MalformedTarException {
        SortedMap<Bytes, Bytes> xattrs = new TreeMap<>();
        for (Map.Entry<Bytes, Bytes> each : records.entrySet()) {
            if (each.getKey().startsWith(XATTR)) {
                Bytes name = each.getKey().slice(XATTR.length(), each.getKey().length());
                if (name.length() < 1
                        || name.length() > 255
                        || name.indexOf(0, 0) >= 0
                        || name.indexOf('.', 0) < 1) {
                    throw new MalformedTarException(
                            path + ": an extended attribute of the name \"" + name + "\"");
                }
                if (each.getValue().length() > limits.maxXattrBytes()) {
                    throw new MalformedTarException(
                            path
                                    + ": the extended attribute "
                                    + name
                                    + " has "
                                    + each.getValue().length()
                                    + " bytes");
                }
                xattrs.put(name, each.getValue());
            }
        }
        if (xattrs.size() > limits.maxXattrs()) {
            throw new MalformedTarException(path + ": " + xattrs.size() + " extended attributes");
        }
        return xattrs;
    }
}
