// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.engine.FileFacts;
import dev.cooper.oci.Json;
import java.util.Locale;

/// Files as `ls` and as JSON show them.
final class FileText {
    private FileText() {}

    /// `drwxr-xr-x`.
    static String mode(FileFacts file) {
        char[] text = new char[10];
        text[0] = file.type().letter();
        for (int i = 0; i < 9; i++) {
            text[i + 1] = (file.mode() & (0400 >> i)) == 0 ? '-' : "rwx".charAt(i % 3);
        }
        special(text, 3, (file.mode() & 04000) != 0, 's');
        special(text, 6, (file.mode() & 02000) != 0, 's');
        special(text, 9, (file.mode() & 01000) != 0, 't');
        return new String(text);
    }

    private static void special(char[] text, int at, boolean set, char letter) {
        if (set) {
            text[at] = text[at] == 'x' ? letter : Character.toUpperCase(letter);
        }
    }

    static String octal(FileFacts file) {
        return "%04o".formatted(file.mode());
    }

    static String owner(FileFacts file) {
        return Integer.toUnsignedString(file.uid()) + ":" + Integer.toUnsignedString(file.gid());
    }

    /// The members that a file has in every JSON form.
    static Json.Builder json(Json.Builder json, FileFacts file) {
        return json.put("Type", file.type().name().toLowerCase(Locale.ROOT))
                .put("Mode", octal(file))
                .put("Uid", Integer.toUnsignedLong(file.uid()))
                .put("Gid", Integer.toUnsignedLong(file.gid()));
    }
}
