// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The remembered result of a step.
///
/// @param snapshot the tree after the step; null for a step that leaves none (an empty root)
/// @param created when the step ran; whole microseconds are not lost
/// @param detail what made up the key, a line for each component, so that a miss can be explained
public record CacheRecord(@Nullable SnapshotId snapshot, Instant created, String detail) {}
