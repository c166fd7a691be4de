// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.MalformedImageException;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// The files of a layout that lies in a folder. Only regular files that no symbolic link leads to
/// are opened: a layout from somewhere else must not read this machine's files.
final class LayoutFolder implements ArchiveFiles {
    private final Dir folder;

    LayoutFolder(Path folder) throws PosixException {
        this.folder = Dir.open(folder);
    }

    @Override
    public long size(String path) throws IOException {
        Stat stat;
        try {
            stat = folder.statOrNull(Name.of(path));
        } catch (PosixException e) {
            throw e.is(Errno.ELOOP) ? refused(path) : e;
        }
        if (stat == null) {
            return -1;
        }
        if (!stat.isRegular()) {
            throw refused(path);
        }
        return stat.size();
    }

    @Override
    public InputStream open(String path) throws IOException {
        OpenFile file;
        try {
            file = folder.openFile(Name.of(path));
        } catch (PosixException e) {
            throw e.is(Errno.EINVAL) || e.is(Errno.ELOOP) ? refused(path) : e;
        }
        return file.inputStream();
    }

    private static MalformedImageException refused(String path) {
        return new MalformedImageException(
                Bytes.of(path)
                        + " is no regular file, or a symbolic link leads to it: copy the layout with links resolved (cp -rL)");
    }

    @Override
    public void close() {
        folder.close();
    }
}
