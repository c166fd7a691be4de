// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.util.Optional;
import java.util.Set;

/// A path that two trees don't have alike.
///
/// @param path absolute; bytes that aren't UTF-8 as lone surrogates (PEP 383)
/// @param before as the first has it; empty if it doesn't
/// @param after as the second has it; empty if it doesn't
/// @param aspects in what they differ; empty unless both have it
public record FileChange(
        String path, Optional<FileFacts> before, Optional<FileFacts> after, Set<Aspect> aspects) {
    /// In what files differ, in the order that they are told.
    public enum Aspect {
        TYPE,
        CONTENT,
        TARGET,
        MODE,
        OWNER,
        DEVICE,
        ATTRIBUTES,
        TIME
    }

    public Kind kind() {
        return before.isEmpty() ? Kind.ADDED : after.isEmpty() ? Kind.DELETED : Kind.CHANGED;
    }

    /// What happened on the way from one to the other.
    public enum Kind {
        ADDED,
        CHANGED,
        DELETED
    }
}
