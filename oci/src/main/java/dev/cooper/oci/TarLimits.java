// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

/// How much of an archive is read before it is refused.
///
/// @param maxEntries entries
/// @param maxBytes bytes of content of all entries together (a sparse file counts with its holes)
/// @param maxPathBytes of a path or link target; Linux takes no more than 4095
/// @param maxNameBytes of one component of a path; Linux takes no more than 255
/// @param maxXattrs extended attributes of one entry
/// @param maxXattrBytes of one attribute's value; Linux takes no more than 65536
/// @param maxHeaderBytes of all extended headers of one entry together: the most memory an entry
///   can ask for
/// @param maxSparseExtents pieces of data in one sparse file
public record TarLimits(
        long maxEntries,
        long maxBytes,
        int maxPathBytes,
        int maxNameBytes,
        int maxXattrs,
        int maxXattrBytes,
        int maxHeaderBytes,
        int maxSparseExtents) {
    public static final TarLimits DEFAULT =
            new TarLimits(10_000_000, 1L << 40, 4095, 255, 1024, 65_536, 1 << 20, 1 << 16);

    public TarLimits withMaxBytes(long bytes) {
        return new TarLimits(
                maxEntries,
                bytes,
                maxPathBytes,
                maxNameBytes,
                maxXattrs,
                maxXattrBytes,
                maxHeaderBytes,
                maxSparseExtents);
    }

    public TarLimits withMaxEntries(long entries) {
        return new TarLimits(
                entries,
                maxBytes,
                maxPathBytes,
                maxNameBytes,
                maxXattrs,
                maxXattrBytes,
                maxHeaderBytes,
                maxSparseExtents);
    }
}
