// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.context;

import dev.cooper.build.tree.SourceTree;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A context that is open, and the Dockerfile that goes with it.
///
/// @param files closed with this
/// @param date of a commit, of what the web says of an archive, or of the newest file in that; null
///   for contexts that have none of their own
/// @param dockerfile its text; bytes that aren't UTF-8 are the lone surrogates U+DC80 to U+DCFF
/// @param dockerfileName its last name, for messages
public record LoadedContext(
        SourceTree files, @Nullable Instant date, String dockerfile, String dockerfileName)
        implements AutoCloseable {
    @Override
    public void close() throws IOException {
        files.close();
    }
}
