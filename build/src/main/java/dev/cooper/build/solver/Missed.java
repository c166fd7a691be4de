// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.solver;

import dev.cooper.oci.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A step whose result nobody knows.
///
/// @param key its own
/// @param root the key of what it builds on; null for nothing
/// @param contents what it reads of its sources, in their order
/// @param detail what is remembered of it ([Op#detail], and what [Solver] puts before that)
/// @param wanted false if it runs because it was told to, whatever is known
public record Missed(
        Digest key, @Nullable Digest root, List<Content> contents, String detail, boolean wanted) {
    public Missed {
        contents = List.copyOf(contents);
    }
}
