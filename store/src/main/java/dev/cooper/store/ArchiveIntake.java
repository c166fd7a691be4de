// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Compression;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Digester;
import dev.cooper.oci.MalformedTarException;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarLimits;
import dev.cooper.oci.TarReader;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Takes an archive in: decompressed, hashed, written to the workspace and read as a tar at the
/// same time, and made a blob if all of that went well.
final class ArchiveIntake {
    private static final int BUFFER = 1 << 16;

    private final Workspace workspace;
    private final Blobs blobs;

    ArchiveIntake(Workspace workspace, Blobs blobs) {
        this.workspace = workspace;
        this.blobs = blobs;
    }

    LayerInfo add(InputStream archive, TarLimits limits) throws IOException, InterruptedException {
        Name draft = workspace.fresh();
        Digester digester = Digest.digester();
        boolean kept = false;
        try {
            long size;
            try (OpenFile file = workspace.dir().create(draft, 0600)) {
                BufferedInputStream packed = new Packed(archive);
                InputStream plain = Compression.decompressDetected(packed);
                InputStream copied = new Copied(plain, digester.tee(file.outputStream()));
                size = read(new BufferedInputStream(copied, BUFFER), limits);
                // What comes after the compressed form belongs to the stream all the same.
                packed.transferTo(OutputStream.nullOutputStream());
            }
            LayerInfo info = new LayerInfo(digester.digest(), size, digester.size());
            blobs.publish(draft, info.diffId());
            kept = true;
            return info;
        } finally {
            if (!kept) {
                workspace.dir().deleteTree(draft);
            }
        }
    }

    /// Reads to the end; zeros or whatever follows the last entry are part of the layer.
    ///
    /// @return the sizes of its files together
    static long read(InputStream tar, TarLimits limits) throws IOException, InterruptedException {
        // Closing it would close what isn't ours.
        @SuppressWarnings("resource")
        TarReader reader = new TarReader(tar, limits);
        long size = 0;
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            checkInterrupt();
            size += entry.isFile() ? entry.size() : 0;
        }
        byte[] buffer = new byte[BUFFER];
        long total = size;
        for (int n = tar.read(buffer); n >= 0; n = tar.read(buffer)) {
            checkInterrupt();
            total += n;
            if (total > limits.maxBytes()) {
                throw new MalformedTarException(
                        "the archive has more than " + limits.maxBytes() + " bytes");
            }
        }
        return size;
    }

    private static void checkInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /// Says that there is more as long as there is: gzip's reader asks, and takes a pause of the
    /// network between two members for the end.
    static final class Packed extends BufferedInputStream {
        Packed(InputStream in) {
            super(in, BUFFER);
        }

        @Override
        public synchronized int available() throws IOException {
            int some = super.available();
            if (some > 0) {
                return some;
            }
            mark(1);
            int next = read();
            reset();
            return next < 0 ? 0 : 1;
        }
    }

    /// What is read, or skipped, is written.
    private static final class Copied extends InputStream {
        private final InputStream in;
        private final OutputStream out;
        private final byte[] skipped = new byte[BUFFER];

        Copied(InputStream in, OutputStream out) {
            this.in = in;
            this.out = out;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            int n = in.read(b, off, len);
            if (n > 0) {
                out.write(b, off, n);
            }
            return n;
        }

        @Override
        public long skip(long n) throws IOException {
            return Math.max(0, read(skipped, 0, (int) Math.min(n, skipped.length)));
        }
    }
}
