// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;

/// `ENV key=value …`, or `ENV key value`.
///
/// @param pairs at least one, in order
public record Env(Origin origin, List<KeyValue> pairs) implements Instruction {
    /// Copies the lists.
    public Env {
        pairs = List.copyOf(pairs);
    }

    @Override
    public String keyword() {
        return "ENV";
    }
}
