// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.time.Instant;
import java.util.Optional;

/// Something that is kept only to make a later build faster.
///
/// @param type as BuildKit calls it: `regular`, `exec.cachemount`, `source.git.checkout`,
///   `internal`
/// @param size of its own files in bytes; what it builds on has its own entry
/// @param lastUsed to the second; up to an hour early
/// @param uses how often it was found again, counted at most once an hour
/// @param shared whether an image or a container has the same files: to forget it frees nothing
/// @param inUse whether a build works with it right now
/// @param parent the entry that it builds on
/// @param description one line: the step's name
public record CacheUse(
        String id,
        String type,
        long size,
        Instant created,
        Instant lastUsed,
        int uses,
        boolean shared,
        boolean inUse,
        Optional<String> parent,
        String description) {}
