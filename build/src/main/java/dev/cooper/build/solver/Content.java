// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.solver;

import dev.cooper.oci.Digest;
import java.util.function.Supplier;

/// What a step reads of one of its sources.
///
/// @param digest same digest, same effect
/// @param listing what is behind it, file by file, for people; made only when asked for
public record Content(Digest digest, Supplier<byte[]> listing) {
    private static final byte[] NOTHING = {};

    /// Without a listing.
    public static Content of(Digest digest) {
        return new Content(digest, () -> NOTHING);
    }
}
