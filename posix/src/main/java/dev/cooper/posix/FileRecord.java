// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a file is meant to be where that can't be had: its owner, its mode, the device that it
/// stands for. Kept in one extended attribute of the file itself, so that it goes where the file
/// goes: through overlays, renames and copies that keep attributes.
///
/// Its text is five fields: user, group, mode in octal, type (`c` or `b`), device number; each `-`
/// where there is nothing to say.
///
/// @param uid null if the file's own owner is right; then so is the group
/// @param mode permissions; null if the file's own are right
/// @param device the type of the device; null if it is none
record FileRecord(
        @Nullable Integer uid,
        @Nullable Integer gid,
        @Nullable Integer mode,
        @Nullable FileType device,
        long rdev) {
    static final String NAME = "user.cooper.file";
    static final FileRecord NOTHING = new FileRecord(null, null, null, null, 0);

    static FileRecord parse(byte @Nullable [] text) {
        if (text == null) {
            return NOTHING;
        }
        String[] fields = new String(text, StandardCharsets.US_ASCII).split(" ");
        if (fields.length != 5) {
            return NOTHING;
        }
        try {
            return new FileRecord(
                    id(fields[0]),
                    id(fields[1]),
                    fields[2].equals("-") ? null : Integer.valueOf(fields[2], 8),
                    switch (fields[3]) {
                        case "c" -> FileType.CHARACTER;
                        case "b" -> FileType.BLOCK;
                        default -> null;
                    },
                    Long.parseLong(fields[4]));
        } catch (NumberFormatException e) {
            // A program wrote something of its own there.
            return NOTHING;
        }
    }

    private static @Nullable Integer id(String field) {
        return field.equals("-") ? null : Integer.valueOf(Integer.parseUnsignedInt(field));
    }

    byte[] text() {
        String type = device == null ? "-" : device == FileType.CHARACTER ? "c" : "b";
        return "%s %s %s %s %d"
                .formatted(
                        text(uid),
                        text(gid),
                        mode == null ? "-" : Integer.toOctalString(mode),
                        type,
                        rdev)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(@Nullable Integer id) {
        return id == null ? "-" : Integer.toUnsignedString(id);
    }

    FileRecord owner(@Nullable Integer user, @Nullable Integer group) {
        return new FileRecord(user, group, mode, device, rdev);
    }

    FileRecord permissions(@Nullable Integer permissions) {
        return new FileRecord(uid, gid, permissions, device, rdev);
    }

    FileRecord device(FileType type, long number) {
        return new FileRecord(uid, gid, mode, type, number);
    }
}
