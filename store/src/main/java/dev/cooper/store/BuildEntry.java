// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Json;
import dev.cooper.posix.LockFile;
import dev.cooper.posix.OpenFile;
import java.io.IOException;

/// A build that is being recorded. Its log is appended to and never cut. Used by one thread at a
/// time; closing it says that nobody is at it any more.
public final class BuildEntry implements AutoCloseable {
    private final Builds builds;
    private final String id;
    private final OpenFile log;
    private final LockFile lock;

    BuildEntry(Builds builds, String id, OpenFile log, LockFile lock) {
        this.builds = builds;
        this.id = id;
        this.log = log;
        this.lock = lock;
    }

    public String id() {
        return id;
    }

    public void append(byte[] bytes, int length) throws IOException {
        log.write(bytes, 0, length);
    }

    /// Replaces the record.
    public void record(Json.Obj record) throws IOException {
        builds.write(id, record);
    }

    @Override
    public void close() {
        log.close();
        lock.close();
    }
}
