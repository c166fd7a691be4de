// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A build that was, or is running.
///
/// @param context what it was given: a folder, a URL, `-` for an archive, empty for none
/// @param dockerfile what it was called; empty for the usual one
/// @param ended when, unless it runs or died with its process
/// @param image what came of it
/// @param steps that it needed, `cached` of which didn't run
/// @param error why it failed, one line
/// @param logBytes how large its log is
public record BuildView(
        String id,
        String context,
        String dockerfile,
        Optional<String> target,
        List<String> tags,
        Status status,
        Instant started,
        Optional<Instant> ended,
        Optional<Digest> image,
        int steps,
        int cached,
        Optional<String> error,
        long logBytes) {
    public BuildView {
        tags = List.copyOf(tags);
    }

    public enum Status {
        RUNNING,
        COMPLETED,
        FAILED,
        CANCELED,
        /// Its process died before it had ended.
        LOST
    }
}
