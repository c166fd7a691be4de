// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import dev.cooper.oci.Digest;

/// What a build came to.
///
/// @param id of the image
/// @param steps that the target needed
/// @param cached how many of them didn't run
public record BuiltImage(Digest id, int steps, int cached) {}
