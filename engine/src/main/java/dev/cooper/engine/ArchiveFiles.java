// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.Digest;
import dev.cooper.oci.DigestMismatchException;
import dev.cooper.oci.MalformedImageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The regular files of an archive of images, or of a layout's folder, by path. Used by one thread.
interface ArchiveFiles extends AutoCloseable {
    /// What a JSON document may have; the largest configurations that are seen have a tenth.
    int MOST_DOCUMENT = 4 << 20;

    /// The size of a file; -1 if nothing has that name.
    ///
    /// @param path as [ArchivePath#clean] makes it
    /// @throws MalformedImageException if it is no regular file
    long size(String path) throws IOException;

    /// The bytes of a file that is there.
    InputStream open(String path) throws IOException;

    @Override
    void close() throws IOException;

    default boolean has(String path) throws IOException {
        return size(path) >= 0;
    }

    /// The size of a file that has to be there.
    default long require(String path) throws IOException {
        long size = size(path);
        if (size < 0) {
            throw new MalformedImageException("it has no file " + Bytes.of(path));
        }
        return size;
    }

    /// A whole document.
    default byte[] read(String path) throws IOException {
        if (require(path) > MOST_DOCUMENT) {
            throw new MalformedImageException(
                    Bytes.of(path) + " has more than " + MOST_DOCUMENT + " bytes");
        }
        try (InputStream in = open(path)) {
            return in.readNBytes(MOST_DOCUMENT);
        }
    }

    /// A document that has to be what its digest says.
    default byte[] read(String path, Digest digest) throws IOException {
        byte[] content = read(path);
        try (InputStream in =
                Digest.digester().verify(new ByteArrayInputStream(content), digest, -1)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (DigestMismatchException e) {
            throw new MalformedImageException(Bytes.of(path) + ": " + e.getMessage(), e);
        }
        return content;
    }
}
