// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.solver;

import dev.cooper.oci.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A vertex's result.
///
/// @param key what successors build on; null for what has none (a build context)
/// @param created when the result was first made: a step that is found again keeps its time
public record Evaluated<R>(@Nullable Digest key, R result, Instant created, boolean cached) {}
