// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/// Everything that makes one op differ from another, as lines `NAME VALUE`. The digest of the text
/// is the op's definition; the text itself explains a miss. Immutable; no secret ever gets in.
final class Definition {
    private final String text;

    private Definition(String text) {
        this.text = text;
    }

    static Definition of(String kind) {
        return new Definition("").with("step", kind);
    }

    Definition with(String name, String value) {
        return new Definition(text + name + ' ' + oneLine(value) + '\n');
    }

    Definition with(String name, boolean value) {
        return value ? with(name, "true") : this;
    }

    Definition withAll(String name, Collection<String> values) {
        StringBuilder lines = new StringBuilder(text);
        for (String value : values) {
            lines.append(name).append(' ').append(oneLine(value)).append('\n');
        }
        return new Definition(lines.toString());
    }

    /// Line ends are escaped, so that no value can look like two.
    private static String oneLine(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    Digest digest() {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    String text() {
        return text;
    }
}
