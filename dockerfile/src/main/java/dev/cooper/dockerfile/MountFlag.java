// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A `--mount` flag as written. Its values may hold variables, so that only [#resolve] can say what
/// it means.
///
/// @param text the comma-separated value
/// @param from the stage, image or named context of `from=` (which takes no variables), or null
public record MountFlag(String text, @Nullable String from) {
    /// Expands one value of the flag.
    public interface Expansion {
        /// The value with its variables replaced.
        String expand(String value) throws ExpansionException;
    }

    static MountFlag of(LogicalLine line, String text) throws DockerfileException {
        String from = null;
        try {
            for (String field : MountFields.split(text)) {
                if (field.toLowerCase(Locale.ROOT).startsWith("from=")) {
                    from = field.substring("from=".length());
                }
            }
            if (from != null && from.indexOf('$') >= 0) {
                throw new MountFields.MalformedMountException(
                        "'from' doesn't support variable expansion, define alias stage instead");
            }
            MountFlag flag = new MountFlag(text, from);
            // Mistakes that no variable can mend are found before anything is built.
            if (text.indexOf('$') < 0) {
                MountFields.read(text, value -> value);
            }
            return flag;
        } catch (MountFields.MalformedMountException | ExpansionException e) {
            throw line.error(String.valueOf(e.getMessage()));
        }
    }

    /// What the flag asks for.
    ///
    /// @throws DockerfileException if keys or values are wrong; it names no lines
    public RunMount resolve(Expansion expansion) throws DockerfileException, ExpansionException {
        try {
            return MountFields.read(text, expansion);
        } catch (MountFields.MalformedMountException e) {
            throw new DockerfileException(String.valueOf(e.getMessage()), List.of());
        }
    }
}
