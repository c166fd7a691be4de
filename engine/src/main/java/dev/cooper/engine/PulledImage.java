// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;

/// What came of a pull.
///
/// @param id of the image, which is in the store with all its layers
/// @param reference in full, as it was found
/// @param digest that the reference led to: of an index, if there is one
/// @param changed whether anything is different from before: a layer, or what the tag leads to
public record PulledImage(Digest id, Reference reference, Digest digest, boolean changed) {}
