// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.util.Map;

/// Brings what the parents have into the upper directory, as overlayfs does when it is written to.
final class CopyUp {
    private CopyUp() {}

    /// A file of any type but a folder; the folder around it must be there.
    static void file(Dir below, Dir upper, Name path, Stat stat) throws IOException {
        switch (stat.type()) {
            case REGULAR -> {
                try (OpenFile from = below.openFile(path);
                        OpenFile to = upper.create(path, 0600)) {
                    from.copyTo(to);
                }
            }
            case SYMLINK -> upper.symlink(below.readlink(path), path);
            case CHARACTER, BLOCK, FIFO, SOCKET -> upper.mknod(path, stat.mode(), stat.rdev());
            case DIRECTORY -> throw new IOException(path + " is a folder");
        }
        metadata(below, upper, path, stat);
        upper.setTimes(path, stat.mtimeSeconds(), stat.mtimeNanos());
    }

    /// Owner, mode and attributes, in the order that keeps set-id bits and capabilities.
    static void metadata(Dir below, Dir upper, Name path, Stat stat) throws IOException {
        upper.chown(path, stat.uid(), stat.gid());
        if (stat.isDirectory()) {
            try (Dir from = below.openDir(path);
                    Dir to = upper.openDir(path)) {
                to.adoptLinks(from);
            }
        }
        if (!stat.isSymlink()) {
            upper.chmod(path, stat.permissions());
        }
        for (Map.Entry<String, byte[]> each : below.xattrs(path).entrySet()) {
            if (LayerXattrs.belongs(each.getKey())) {
                upper.setXattr(path, each.getKey(), each.getValue());
            }
        }
    }
}
