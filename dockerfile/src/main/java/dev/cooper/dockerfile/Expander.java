// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Replaces variables in the words of instructions (docs/dockerfile.md).
///
/// Immutable and safe for threads. Time is linear in what is read and written, but for patterns,
/// which take their length times that of the value. Nesting and output are limited, so that no file
/// can exhaust stack or memory.
public final class Expander {
    private final char escape;

    /// An expander for a file with this escape char.
    public Expander(char escape) {
        this.escape = escape;
    }

    /// The word with variables replaced, quotes and escapes removed.
    public String expand(String word, Lookup env) throws ExpansionException {
        return process(word, env).text();
    }

    /// As [#expand], then split where blanks were not quoted (`EXPOSE`).
    public List<String> expandToWords(String word, Lookup env) throws ExpansionException {
        return process(word, env).words();
    }

    /// As [#expand], with all that is known about it.
    public Expansion process(String word, Lookup env) throws ExpansionException {
        return new WordExpansion(word, escape, WordExpansion.Mode.WORD, env).run();
    }

    /// The body of a here-document with variables replaced: quotes are text. The escape is always a
    /// backslash; it goes, and what follows it stays, be that a newline.
    public Expansion expandHeredoc(String body, Lookup env) throws ExpansionException {
        return new WordExpansion(body, '\\', WordExpansion.Mode.HEREDOC, env).run();
    }

    /// Text to show: variables that are set are replaced, all else stays as written.
    public String expandKeepingQuotes(String text, Lookup env) throws ExpansionException {
        return new WordExpansion(text, escape, WordExpansion.Mode.DISPLAY, env).run().text();
    }

    /// The variables that a word sees.
    public interface Lookup {
        /// The variable's value, or null if it is unset.
        @Nullable String value(String name);

        /// The names of the variables that are set.
        Set<String> names();

        /// Those of a map, which must not change.
        static Lookup of(Map<String, String> variables) {
            return new Lookup() {
                @Override
                public @Nullable String value(String name) {
                    return variables.get(name);
                }

                @Override
                public Set<String> names() {
                    return variables.keySet();
                }
            };
        }
    }

    /// What came of a word.
    ///
    /// @param text the word expanded
    /// @param words the same, split at blanks that were not quoted
    /// @param used the variables that were set and asked for
    /// @param unset the variables that were asked for and not set
    public record Expansion(String text, List<String> words, Set<String> used, Set<String> unset) {
        /// Copies.
        public Expansion {
            words = List.copyOf(words);
            used = Set.copyOf(used);
            unset = Set.copyOf(unset);
        }
    }
}
