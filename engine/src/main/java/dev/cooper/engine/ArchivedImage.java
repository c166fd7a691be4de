// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.MalformedImageException;
import dev.cooper.oci.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An image found in an archive, its documents checked, its layers not yet read.
///
/// @param configBytes as they are there: the image's id is their digest
/// @param layers one for each of the configuration's diffIDs
record ArchivedImage(
        Bytes configBytes, ImageConfig config, List<Layer> layers, List<Reference> tags) {
    /// A layer's file.
    ///
    /// @param digest what its bytes must hash to; null if the archive doesn't say
    /// @param size how many they must be; -1 if it doesn't say
    record Layer(String path, @Nullable Digest digest, long size) {}

    /// @throws MalformedImageException if configuration and layers don't fit together, or the image
    ///   isn't one for Linux
    static ArchivedImage of(byte[] configBytes, List<Layer> layers, List<Reference> tags)
            throws MalformedImageException {
        ImageConfig config = ImageConfig.parse(configBytes);
        int expected = config.diffIds().size();
        if (layers.size() != expected) {
            throw new MalformedImageException(
                    "invalid manifest, layers length mismatch: expected %d, got %d"
                            .formatted(expected, layers.size()));
        }
        long described = config.history().stream().filter(each -> !each.emptyLayer()).count();
        if (described > expected) {
            throw new MalformedImageException(
                    "the history tells of %d layers, and there are %d"
                            .formatted(described, expected));
        }
        String system = config.platform().os();
        if (!system.isEmpty() && !system.equals("linux")) {
            throw new MalformedImageException(
                    "cannot load " + Bytes.of(system) + " image on linux");
        }
        return new ArchivedImage(
                Bytes.of(configBytes), config, List.copyOf(layers), List.copyOf(tags));
    }

    ArchivedImage withTags(List<Reference> newTags) {
        return new ArchivedImage(configBytes, config, layers, List.copyOf(newTags));
    }
}
