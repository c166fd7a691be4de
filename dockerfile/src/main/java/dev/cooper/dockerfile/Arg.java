// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;

/// `ARG name[=default] …`.
///
/// @param pairs at least one, in order
public record Arg(Origin origin, List<ArgPair> pairs) implements Instruction {
    /// Copies the lists.
    public Arg {
        pairs = List.copyOf(pairs);
    }

    @Override
    public String keyword() {
        return "ARG";
    }
}
