// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One step of how an image came to be.
public record History(
        @Nullable Instant created,
        @Nullable String createdBy,
        @Nullable String author,
        @Nullable String comment,
        boolean emptyLayer) {}
