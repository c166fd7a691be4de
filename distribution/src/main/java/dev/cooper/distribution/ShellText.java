// SPDX-License-Identifier: Apache-2.0
package dev.cooper.distribution;

import java.util.ArrayList;
import java.util.List;

/// Words as shells read them.
final class ShellText {
    private ShellText() {}

    /// In single quotes, for bash and zsh.
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /// In single quotes, for fish.
    static String fish(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /// Every name of every flag.
    static List<String> names(List<HelpPage.Flag> flags) {
        List<String> names = new ArrayList<>();
        for (HelpPage.Flag flag : flags) {
            names.addAll(flag.names());
        }
        return names;
    }
}
