// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.cooper.posix.Name;
import java.io.ByteArrayOutputStream;
import java.util.List;

/// Text for a shell to read, from bytes of any kind: words in single quotes, where nothing but the
/// single quote itself has a meaning.
final class ShellText {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// A line as it is; ASCII.
    ShellText line(String text) {
        return text(text + "\n");
    }

    /// Text that the words of the next command follow; ASCII.
    ShellText text(String text) {
        out.writeBytes(text.getBytes(US_ASCII));
        return this;
    }

    /// A command: its words, quoted.
    ShellText command(List<Name> words) {
        for (Name each : words) {
            word(each);
            out.write(' ');
        }
        out.write('\n');
        return this;
    }

    /// Makes an empty file.
    ShellText touch(Name file) {
        out.writeBytes(": >".getBytes(US_ASCII));
        word(file);
        out.write('\n');
        return this;
    }

    /// A word, quoted.
    ShellText word(Name name) {
        out.write('\'');
        for (byte b : name.bytes()) {
            if (b == '\'') {
                out.writeBytes("'\\''".getBytes(US_ASCII));
            } else {
                out.write(b);
            }
        }
        out.write('\'');
        return this;
    }

    ShellText word(String text) {
        return word(Name.of(text));
    }

    ShellText append(ShellText other) {
        out.writeBytes(other.bytes());
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
