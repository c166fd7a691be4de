// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import org.jspecify.annotations.Nullable;

/// What a build came to.
///
/// @param id of the image
/// @param manifest of the last output that has one; null if none has
/// @param steps that the target needed
/// @param cached how many of them didn't run
public record BuiltImage(Digest id, @Nullable Descriptor manifest, int steps, int cached) {}
