// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import java.util.List;

/// What `build --call=` asks for instead of an image.
///
/// @param kind what is asked for
/// @param json whether to print JSON, not text (`format=json`)
/// @param ignoreStatus whether warnings leave the exit status at 0 (`ignorestatus=true`)
record BuildCall(Kind kind, boolean json, boolean ignoreStatus) {
    /// `build --check`.
    static final BuildCall CHECK = new BuildCall(Kind.CHECK, false, false);

    /// An image, as without the option.
    static final BuildCall BUILD = new BuildCall(Kind.BUILD, false, false);

    /// The kinds.
    enum Kind {
        /// An image after all.
        BUILD,
        /// What should be written otherwise.
        CHECK,
        /// What the target takes.
        OUTLINE,
        /// Which targets there are.
        TARGETS
    }

    /// Reads the value of the option, such as `check,format=json`.
    ///
    /// @throws IllegalArgumentException if it is none; the message is for whoever typed it
    static BuildCall parse(String text) {
        Kind kind = null;
        boolean json = false;
        boolean ignoreStatus = false;
        for (String field : text.split(",", -1)) {
            int equals = field.indexOf('=');
            String value = field.substring(equals + 1);
            if (field.equals("ignorestatus")) {
                ignoreStatus = true;
            } else if (equals < 0) {
                if (kind != null) {
                    throw new IllegalArgumentException("invalid print value: " + text);
                }
                kind = kind(field);
            } else if (field.startsWith("format=")) {
                json = value.equals("json");
            } else if (field.startsWith("ignorestatus=")) {
                ignoreStatus = truth(value);
            } else {
                throw new IllegalArgumentException("invalid print field: " + field);
            }
        }
        return new BuildCall(kind == null ? Kind.BUILD : kind, json, ignoreStatus);
    }

    private static Kind kind(String name) {
        return switch (name) {
            case "build", "" -> Kind.BUILD;
            case "check", "lint" -> Kind.CHECK;
            case "outline" -> Kind.OUTLINE;
            case "targets" -> Kind.TARGETS;
            default ->
                    throw new IllegalArgumentException(
                            "unknown call \""
                                    + name
                                    + "\" (one of build, check, outline, targets)");
        };
    }

    private static boolean truth(String value) {
        if (List.of("1", "t", "T", "true", "TRUE", "True").contains(value)) {
            return true;
        }
        if (List.of("0", "f", "F", "false", "FALSE", "False").contains(value)) {
            return false;
        }
        throw new IllegalArgumentException("invalid ignorestatus print value: " + value);
    }
}
