// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.util.List;

/// What a store takes.
///
/// @param layersSize bytes of the layers of all images, each layer once
/// @param images newest first
/// @param containers newest first
/// @param cache most recently used first
public record DiskUsage(
        long layersSize,
        List<ImageUse> images,
        List<ContainerUse> containers,
        List<CacheUse> cache) {
    public DiskUsage {
        images = List.copyOf(images);
        containers = List.copyOf(containers);
        cache = List.copyOf(cache);
    }

    /// An image.
    ///
    /// @param sharedSize bytes of its layers that other images have too
    /// @param containers how many were made from it
    public record ImageUse(ImageSummary image, long sharedSize, int containers) {}

    /// A container.
    ///
    /// @param size bytes that it has written itself
    public record ContainerUse(ContainerView container, long size) {}
}
