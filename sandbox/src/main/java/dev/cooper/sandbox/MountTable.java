// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.cooper.posix.Name;
import java.io.ByteArrayOutputStream;

/// Lines for `mount -a -T`, in the form of fstab(5): one process makes all mounts, in this order.
final class MountTable {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// @param options ASCII, without a space
    void add(Name source, Name target, String type, String options) {
        field(source);
        out.write(' ');
        field(target);
        out.writeBytes((" " + type + " " + options + " 0 0\n").getBytes(US_ASCII));
    }

    /// What would end the field, or be taken for something else, is written in octal.
    private void field(Name name) {
        for (byte b : name.bytes()) {
            int c = b & 0xff;
            if (c <= ' ' || c == '\\' || c == '#' || c == '"' || c >= 0x7f) {
                out.writeBytes(String.format("\\%03o", c).getBytes(US_ASCII));
            } else {
                out.write(c);
            }
        }
    }

    boolean isEmpty() {
        return out.size() == 0;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
