// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.context;

import dev.cooper.build.tree.FileDigests;
import dev.cooper.store.ContextDigests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of the files of folders: from earlier builds, and, when this is closed, for later
/// ones. For one thread.
public final class KnownDigests implements AutoCloseable {
    private final @Nullable ContextDigests kept;
    private final Map<String, FileDigests> open = new HashMap<>();

    /// @param kept null to know nothing and to keep nothing
    public KnownDigests(@Nullable ContextDigests kept) {
        this.kept = kept;
    }

    FileDigests of(Path folder) throws IOException {
        String path = folder.toAbsolutePath().normalize().toString();
        FileDigests digests = open.get(path);
        if (digests == null) {
            digests = kept == null ? new FileDigests() : new FileDigests(kept.find(path));
            open.put(path, digests);
        }
        return digests;
    }

    /// Keeps what was found out. A store that can't be written now is no reason to fail for: the
    /// files are read again the next time.
    @Override
    public void close() {
        for (Map.Entry<String, FileDigests> each : open.entrySet()) {
            try {
                Optional<byte[]> next = each.getValue().kept();
                if (kept != null && next.isPresent()) {
                    kept.put(each.getKey(), next.get());
                }
            } catch (IOException e) {
                System.getLogger(KnownDigests.class.getName())
                        .log(System.Logger.Level.DEBUG, "digests of {0}: {1}", each.getKey(), e);
            }
        }
    }
}
