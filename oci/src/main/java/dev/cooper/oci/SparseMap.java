// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where the data of an old GNU sparse file lie; the rest is zeros (GNU tar manual, "Storing Sparse
/// Files").
///
/// @param realSize bytes with the holes
record SparseMap(List<Extent> extents, long realSize) {
    record Extent(long offset, long length) {}

    interface Blocks {
        TarHeader next() throws IOException;
    }

    /// Reads the map in the header and the blocks that go on with it.
    static SparseMap read(TarHeader header, Blocks blocks, TarLimits limits, Bytes path)
            throws IOException {
        List<Extent> extents = new ArrayList<>();
        long realSize = header.number(483, 12);
        boolean more = extents(header, 386, 4, extents) && header.block()[482] != 0;
        while (more) {
            TarHeader block = blocks.next();
            more = extents(block, 0, 21, extents) && block.block()[504] != 0;
            if (extents.size() > limits.maxSparseExtents()) {
                throw new MalformedTarException(
                        path
                                + ": a sparse file in more than "
                                + limits.maxSparseExtents()
                                + " pieces");
            }
        }
        long end = 0;
        for (Extent each : extents) {
            if (each.offset < end || each.length < 0 || each.length > realSize - each.offset) {
                throw new MalformedTarException(
                        path + ": the pieces of a sparse file overlap or leave it");
            }
            end = each.offset + each.length;
        }
        return new SparseMap(List.copyOf(extents), realSize);
    }

    /// Whether all places were taken, so that there may be more.
    private static boolean extents(TarHeader header, int at, int count, List<Extent> extents)
            throws MalformedTarException {
        for (int i = 0; i < count; i++) {
            int offset = at + 24 * i;
            if (header.block()[offset] == 0) {
                return false;
            }
            extents.add(new Extent(header.number(offset, 12), header.number(offset + 12, 12)));
        }
        return true;
    }

    /// The file with its holes filled in.
    InputStream content(InputStream data) {
        return new InputStream() {
            private long position;
            private int extent;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] b, int off, int len) throws IOException {
                while (extent < extents.size()
                        && position >= extents.get(extent).offset + extents.get(extent).length) {
                    extent++;
                }
                if (position >= realSize) {
                    return -1;
                }
                Extent next =
                        extent < extents.size() ? extents.get(extent) : new Extent(realSize, 0);
                if (position < next.offset) {
                    int n = (int) Math.min(len, next.offset - position);
                    Arrays.fill(b, off, off + n, (byte) 0);
                    position += n;
                    return n;
                }
                int n =
                        data.read(
                                b, off, (int) Math.min(len, next.offset + next.length - position));
                if (n < 0) {
                    throw new MalformedTarException(
                            "a sparse file has less data than its map says");
                }
                position += n;
                return n;
            }
        };
    }
}
