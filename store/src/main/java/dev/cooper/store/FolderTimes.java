// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import java.util.HashMap;
import java.util.Map;

/// The times of folders, kept until all is unpacked: what is made in a folder changes its own.
final class FolderTimes {
    private final Map<Name, Time> times = new HashMap<>();

    record Time(long seconds, int nanos) {
        static Time of(Stat stat) {
            return new Time(stat.mtimeSeconds(), stat.mtimeNanos());
        }
    }

    /// @param path from the root, free of links; empty for the root
    void put(Name path, Time time) {
        times.put(path, time);
    }

    void apply(Dir root) throws PosixException {
        for (Map.Entry<Name, Time> each : times.entrySet()) {
            Time time = each.getValue();
            if (each.getKey().isEmpty()) {
                root.setTimesSelf(time.seconds(), time.nanos());
                continue;
            }
            try (Dir folder = root.openDir(each.getKey())) {
                folder.setTimesSelf(time.seconds(), time.nanos());
            } catch (PosixException e) {
                // A later entry put something else there.
                if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR) && !e.is(Errno.ELOOP)) {
                    throw e;
                }
            }
        }
    }
}
