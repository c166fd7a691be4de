// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that is kept only to make a later build faster, as it was at one moment.
///
/// @param id of the snapshot, of the shared folder, or of the key where there are no files
/// @param size of its own files in bytes; what lies below belongs to `parent`
/// @param created when it was made; for a shared folder, when it was first asked for
/// @param lastUsed to the second; up to an hour early
/// @param uses how often it was found again, counted at most once an hour
/// @param shared whether an image or a container has the same files: to forget it frees nothing
/// @param inUse whether somebody works with it right now
/// @param parent the entry that it builds on; null if there is none
/// @param description for people, one line
public record CacheEntry(
        String id,
        Kind kind,
        long size,
        Instant created,
        Instant lastUsed,
        int uses,
        boolean shared,
        boolean inUse,
        @Nullable String parent,
        String description) {

    /// What it is the memory of.
    public enum Kind {
        /// A step that ran.
        STEP("regular"),
        /// A folder that steps share (`RUN --mount=type=cache`).
        MOUNT("exec.cachemount"),
        /// The files of a git commit.
        GIT("source.git.checkout"),
        /// What is known of the files of a build context.
        CONTEXT("source.local"),
        /// A step, or a fact, without files.
        FACT("internal");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /// Whether it is gone, and its room free, as soon as it is forgotten.
        boolean isDeletedAtOnce() {
            return this == MOUNT || this == CONTEXT;
        }

        /// As BuildKit calls it, `exec.cachemount`.
        public String text() {
            return text;
        }
    }
}
