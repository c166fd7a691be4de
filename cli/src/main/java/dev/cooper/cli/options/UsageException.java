// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.options;

/// A command line that can't be taken.
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1;
    private final Kind kind;

    /// What is wrong: an option (exit code 125 with docker), or the number of arguments (1).
    public enum Kind {
        OPTION,
        ARGUMENTS
    }

    public UsageException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /// `invalid argument "x" for "-n, --last" flag: …`.
    public static UsageException invalid(String value, Option option, String why) {
        return new UsageException(
                Kind.OPTION,
                "invalid argument \"" + value + "\" for \"" + option.names() + "\" flag: " + why);
    }

    public Kind kind() {
        return kind;
    }

    public String message() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
