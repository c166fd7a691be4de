// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.options;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/// An option of a verb, and, once the command line is parsed, its value.
public sealed interface Option {
    Declaration declaration();

    /// `-q, --quiet`, as help and errors name it.
    default String names() {
        return declaration().names();
    }

    /// What there is to say about an option.
    ///
    /// @param type of its value, as help names it; empty for a switch
    /// @param hidden whether help leaves it out
    record Declaration(String names, String type, String help, boolean hidden) {
        String[] each() {
            return names.split(", ");
        }

        /// The long name without its dashes; the short one where there is no other.
        String sortKey() {
            int dashes = names.indexOf("--");
            return dashes < 0 ? names.substring(1) : names.substring(dashes + 2);
        }
    }

    /// Off until it is given.
    record Switch(Declaration declaration, OptionSpec spec, boolean otherwise) implements Option {
        public boolean isOn() {
            Boolean value = spec.getValue();
            return value == null ? otherwise : value;
        }
    }

    /// One value; the last one given counts.
    record Text(Declaration declaration, OptionSpec spec) implements Option {
        public @Nullable String value() {
            List<String> values = spec.getValue();
            return values == null || values.isEmpty() ? null : values.getLast();
        }

        public String orElse(String otherwise) {
            String value = value();
            return value == null ? otherwise : value;
        }

        public boolean isGiven() {
            return value() != null;
        }
    }

    /// Any number of values, in order.
    record Texts(Declaration declaration, OptionSpec spec) implements Option {
        public List<String> values() {
            List<String> values = spec.getValue();
            return values == null ? List.of() : new ArrayList<>(values);
        }
    }
}
