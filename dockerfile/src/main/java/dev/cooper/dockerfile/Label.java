// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;

/// `LABEL key=value …`, or `LABEL key value`.
///
/// @param pairs at least one, in order
public record Label(Origin origin, List<KeyValue> pairs) implements Instruction {
    /// Copies the lists.
    public Label {
        pairs = List.copyOf(pairs);
    }

    @Override
    public String keyword() {
        return "LABEL";
    }
}
