// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.solver.StepException;
import dev.cooper.build.tree.ArchiveUnpacker;
import dev.cooper.build.tree.Destination;
import dev.cooper.build.tree.Owner;
import dev.cooper.build.tree.Selected;
import dev.cooper.build.tree.SourceTree;
import dev.cooper.oci.Compression;
import dev.cooper.oci.TarLimits;
import dev.cooper.oci.TarReader;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// What `ADD` does with a local file that is an archive: by content, whatever its name, plain or
/// compressed. A compressed file that holds no archive, and an empty one, are files like any other.
record Archives(SourceTree from, Dir root, @Nullable Owner chown) {
    private static final int BUFFER = 1 << 16;

    /// Unpacks a file into the folder `destination`; false if it isn't an archive.
    boolean unpack(Selected file, Name destination)
            throws IOException, InterruptedException, StepException {
        if (!file.stat().isRegular() || !isArchive(file)) {
            return false;
        }
        Name folder =
                new Destination(root, chown == null ? Owner.ROOT : chown, null).folder(destination);
        // The folder is the archive's whole world: its links lead nowhere else.
        try (InputStream in = open(file);
                Dir into = folder.isEmpty() ? root.duplicate() : root.openDir(folder)) {
            new ArchiveUnpacker(into, Name.of(""), chown).unpack(in);
        } catch (StepException e) {
            throw new StepException(file.path().text() + ": " + e.getMessage(), e);
        }
        return true;
    }

    private boolean isArchive(Selected file) throws IOException {
        try (InputStream in = open(file);
                TarReader tar = new TarReader(in, TarLimits.DEFAULT)) {
            return tar.next() != null;
        } catch (IOException _) {
            // Whatever can't be read as an archive is copied, and if the disk is to blame that
            // fails.
            return false;
        }
    }

    private InputStream open(Selected file) throws IOException {
        OpenFile opened = from.root().openFile(file.path());
        try {
            return Compression.decompressDetected(
                    new BufferedInputStream(opened.inputStream(), BUFFER));
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }
}
