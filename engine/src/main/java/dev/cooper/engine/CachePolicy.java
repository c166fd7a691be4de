// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.time.Duration;
import java.util.OptionalLong;

/// How much of the disk the cache may take when nobody prunes it. Looked at after builds that made
/// something, at most every ten minutes.
///
/// In this order, and never what an image, a container or a running build uses:
///
/// 1. shared folders and git checkouts that weren't used for two days, least recently used first,
///    while these take more than 512 MB;
/// 2. whatever wasn't used for `unusedFor`;
/// 3. least recently used first, until the cache takes no more than `maxUsed` and `minFree` of the
///    disk is free; but never below `reserved`.
///
/// @param on false never takes anything
/// @param reserved bytes; empty for 10 GB, or a tenth of the disk if that is less
/// @param maxUsed bytes; empty for 100 GB, or four fifths of the disk if that is less
/// @param minFree bytes; empty for a fifth of the disk
/// @param unusedFor usually 60 days
public record CachePolicy(
        boolean on,
        OptionalLong reserved,
        OptionalLong maxUsed,
        OptionalLong minFree,
        Duration unusedFor) {
    public static final CachePolicy USUAL =
            new CachePolicy(
                    true,
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    Duration.ofDays(60));
}
