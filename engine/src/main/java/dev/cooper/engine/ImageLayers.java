// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The layers of an image, lowest first, and what of them is still to be seen in it.
///
/// Bytes are those of regular files; one with several names in a layer counts once.
///
/// @param wasted bytes that a later layer replaced or deleted
/// @param mostWasted most bytes first
/// @param complete whether the trees hold all that was asked for; false if it was too much
public record ImageLayers(
        Digest image,
        long size,
        long wasted,
        List<Layer> layers,
        List<Waste> mostWasted,
        boolean complete) {

    /// What of all bytes the image shows: 1 if none is wasted.
    public double efficiency() {
        return size == 0 ? 1 : (double) (size - wasted) / size;
    }

    /// @param number 1 for the lowest
    /// @param createdBy the step of the history that made it; empty if that isn't told
    /// @param files how many names it has that are no folders
    /// @param entries its tree, a folder before what is in it
    public record Layer(
            int number,
            Digest diffId,
            Optional<Instant> created,
            String createdBy,
            long size,
            long wasted,
            long files,
            List<Entry> entries) {}

    /// What a layer did to a path.
    public enum Change {
        ADDED,
        CHANGED,
        DELETED,
        /// A folder that was there before; what is in it may be new.
        SAME
    }

    /// A path of a layer.
    ///
    /// @param path absolute; bytes that aren't UTF-8 as lone surrogates (PEP 383)
    /// @param file empty if it was deleted
    /// @param size of a folder, all that the layer has in it
    /// @param wasted how much of that later layers hide
    /// @param hiddenBy number of the layer that replaced or deleted it; 0 for none
    /// @param replaced whether that layer has something else there
    public record Entry(
            String path,
            Change change,
            Optional<FileFacts> file,
            long size,
            long wasted,
            int hiddenBy,
            boolean replaced) {}

    /// A path whose bytes some layers hold for nothing.
    ///
    /// @param copies how many layers
    public record Waste(String path, long bytes, int copies) {}
}
