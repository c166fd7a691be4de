// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

/// What to look at in an image's layers.
///
/// @param depth how deep the trees are told; what lies deeper counts in the sums only
/// @param layer whose tree is told, 1 for the lowest; 0 for all
/// @param wasted how many of the paths that waste most are told
public record LayersRequest(String image, int depth, int layer, int wasted) {
    public LayersRequest {
        if (depth < 0 || layer < 0 || wasted < 0) {
            throw new IllegalArgumentException("negative limits");
        }
    }
}
