// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.Compression;
import dev.cooper.oci.MalformedImageException;
import dev.cooper.oci.MalformedTarException;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarLimits;
import dev.cooper.oci.TarReader;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The files of a tar, laid down in a folder under numbers: its own names never meet the file
/// system. Links are looked up among its names alone; layers of docker's older archives are some.
final class SpooledArchive implements ArchiveFiles {
    private static final int BUFFER = 1 << 16;
    private static final int MOST_LINKS = 10;
    private static final TarLimits LIMITS = TarLimits.DEFAULT.withMaxEntries(200_000);

    private record Spooled(Name file, long size) {}

    private final Dir folder;
    private final Map<String, Spooled> files = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();

    private SpooledArchive(Dir folder) {
        this.folder = folder;
    }

    /// Reads the stream to its end.
    ///
    /// @param folder an empty one, the caller's to delete
    /// @throws MalformedTarException if it is no tar, or too much of one
    /// @throws MalformedImageException if it holds what no archive of images does
    static SpooledArchive of(InputStream archive, Path folder)
            throws IOException, InterruptedException {
        SpooledArchive spooled = new SpooledArchive(Dir.open(folder));
        try {
            BufferedInputStream packed = new PatientStream(archive);
            InputStream plain =
                    new BufferedInputStream(Compression.decompressDetected(packed), BUFFER);
            spooled.read(plain);
            // The sum at a compressed form's end is only checked when it is read.
            drain(plain);
            drain(packed);
            return spooled;
        } catch (IOException | InterruptedException | RuntimeException e) {
            spooled.close();
            throw e;
        }
    }

    private void read(InputStream plain) throws IOException, InterruptedException {
        // Closing it would close what isn't ours.
        @SuppressWarnings("resource")
        TarReader tar = new TarReader(plain, LIMITS);
        for (TarEntry each = tar.next(); each != null; each = tar.next()) {
            String path = ArchivePath.clean(each.path().text());
            switch (each.type()) {
                case DIRECTORY -> {
                    // Files say by their names where they are.
                }
                case FILE -> {
                    checkNew(path, each);
                    files.put(path, spool(tar.content()));
                }
                case SYMLINK -> {
                    checkNew(path, each);
                    links.put(path, ArchivePath.target(path, each.linkTarget().text()));
                }
                case HARDLINK -> {
                    checkNew(path, each);
                    links.put(path, ArchivePath.clean(each.linkTarget().text()));
                }
                case CHARACTER, BLOCK, FIFO ->
                        throw new MalformedImageException(
                                each.path() + " is neither a file, a folder nor a link");
            }
        }
    }

    /// Two files of one name are two readings of one archive.
    private void checkNew(String path, TarEntry entry) throws MalformedImageException {
        if (path.isEmpty() || files.containsKey(path) || links.containsKey(path)) {
            throw new MalformedImageException("it holds " + entry.path() + " twice");
        }
    }

    private Spooled spool(InputStream content) throws IOException, InterruptedException {
        Name name = Name.of("f" + files.size());
        long size = 0;
        try (OpenFile file = folder.create(name, 0600)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                checkInterrupt();
                file.write(buffer, 0, n);
                size += n;
            }
        }
        return new Spooled(name, size);
    }

    private static void drain(InputStream rest) throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER];
        long total = 0;
        for (int n = rest.read(buffer); n >= 0; n = rest.read(buffer)) {
            checkInterrupt();
            total += n;
            if (total > LIMITS.maxBytes()) {
                throw new MalformedTarException("more than " + LIMITS.maxBytes() + " bytes");
            }
        }
    }

    private static void checkInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private @Nullable Spooled find(String path) throws MalformedImageException {
        String at = path;
        for (int i = 0; i <= MOST_LINKS; i++) {
            String target = links.get(at);
            if (target == null) {
                return files.get(at);
            }
            at = target;
        }
        throw new MalformedImageException(
                Bytes.of(path) + " is a link to a link, more than " + MOST_LINKS + " times");
    }

    @Override
    public long size(String path) throws IOException {
        Spooled file = find(path);
        return file == null ? -1 : file.size();
    }

    @Override
    public InputStream open(String path) throws IOException {
        Spooled file = find(path);
        if (file == null) {
            throw new MalformedImageException("it has no file " + Bytes.of(path));
        }
        return folder.openFile(file.file()).inputStream();
    }

    @Override
    public void close() {
        folder.close();
    }
}
