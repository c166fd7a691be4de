// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;

/// `--format` of verbs that have a text for people and JSON for programs.
final class Formats {
    private Formats() {}

    /// @throws CommandFailure if it is neither given as `json` nor left out
    static boolean isJson(Option.Text format) throws CommandFailure {
        return switch (format.orElse("")) {
            case "" -> false;
            case "json", "{{json .}}" -> true;
            default ->
                    throw new CommandFailure(
                            "invalid format \"" + format.orElse("") + "\": there is \"json\"");
        };
    }
}
