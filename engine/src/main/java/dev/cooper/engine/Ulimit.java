// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A limit of setrlimit(2) for programs, as `--ulimit` spells it.
///
/// @param name such as `nofile`
/// @param soft what a program starts with; -1 for none
/// @param hard what it may raise that to; -1 for none
public record Ulimit(String name, long soft, long hard) {
    private static final Pattern FORM =
            Pattern.compile("([a-z]+)=(-?[0-9]{1,18})(?::(-?[0-9]{1,18}))?");

    /// Reads `nofile=1024:2048` or `core=0`.
    ///
    /// @throws CooperException.InvalidInput for anything else
    public static Ulimit parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || !UlimitNames.contains(matcher.group(1))) {
            throw new CooperException.InvalidInput(
                    "invalid ulimit argument: "
                            + text
                            + " (NAME=SOFT[:HARD], such as nofile=1024:2048)");
        }
        long soft = Long.parseLong(matcher.group(2));
        long hard = matcher.group(3) == null ? soft : Long.parseLong(matcher.group(3));
        if (soft < -1 || hard < -1) {
            throw new CooperException.InvalidInput("invalid ulimit argument: " + text);
        }
        if (hard >= 0 && (soft > hard || soft < 0)) {
            throw new CooperException.InvalidInput(
                    "ulimit soft limit must be less than or equal to hard limit: "
                            + soft
                            + " > "
                            + hard);
        }
        return new Ulimit(matcher.group(1), soft, hard);
    }
}
