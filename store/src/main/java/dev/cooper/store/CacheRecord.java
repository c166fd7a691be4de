// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The remembered result of a step.
///
/// @param key the step's own key; another than the one it is found under where that is a definition
///   key
/// @param snapshot the tree after the step; null for an empty root
/// @param created when the step ran; whole microseconds are not lost
/// @param detail what made up the key, a line for each component, so that a miss can be explained
public record CacheRecord(
        Digest key, @Nullable SnapshotId snapshot, Instant created, String detail) {}
