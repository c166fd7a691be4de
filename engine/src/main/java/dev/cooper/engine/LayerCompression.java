// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Compression;

/// How layers are packed when they leave the store.
public enum LayerCompression {
    NONE(Compression.NONE, 0),
    GZIP(Compression.GZIP, 6),
    ZSTD(Compression.ZSTD, 3);

    final Compression codec;
    final int usualLevel;

    LayerCompression(Compression codec, int usualLevel) {
        this.codec = codec;
        this.usualLevel = usualLevel;
    }
}
