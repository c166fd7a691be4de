// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Compression;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.DigestMismatchException;
import dev.cooper.oci.Digester;
import dev.cooper.oci.MalformedTarException;
import dev.cooper.oci.TarLimits;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// Reads layers out of the compressed blobs that are here. Every reading proves blob and layer: one
/// that is damaged goes, so that it can be fetched again; one that is another layer's is no longer
/// taken for this one.
final class PackedBlobs {
    private static final int BUFFER = 1 << 16;

    private final PackedLayers layers;
    private final Blobs blobs;

    PackedBlobs(PackedLayers layers, Blobs blobs) {
        this.layers = layers;
        this.blobs = blobs;
    }

    /// Does something with a layer's archive.
    interface Reading {
        /// @return the sizes of its files together
        long read(InputStream tar, End end) throws IOException, InterruptedException;
    }

    /// To be asked when the archive was read and before anything is made of it.
    interface End {
        /// @throws IOException if that wasn't the layer
        void check() throws IOException;
    }

    private static final class OtherLayerException extends IOException {
        private static final long serialVersionUID = 1;

        OtherLayerException(String message) {
            super(message);
        }
    }

    boolean has(Digest diffId) throws IOException {
        for (PackedLayer each : layers.of(diffId)) {
            if (has(each.blob())) {
                return true;
            }
        }
        return false;
    }

    private boolean has(Descriptor blob) throws IOException {
        return blobs.has(blob.digest(), blob.size());
    }

    /// The bytes of a compressed form, here or not; -1 if none is known.
    long size(Digest diffId) throws IOException {
        return layers.of(diffId).stream()
                .mapToLong(each -> each.blob().size())
                .findFirst()
                .orElse(-1);
    }

    /// What the layer is, by reading all of it.
    LayerInfo measure(Digest diffId) throws IOException {
        try {
            LayerInfo info =
                    read(
                            diffId,
                            (tar, end) -> {
                                long size = ArchiveIntake.read(tar, TarLimits.DEFAULT);
                                end.check();
                                return size;
                            });
            if (info == null) {
                throw new CorruptStoreException(
                        "layer " + diffId + " is not in the store: pull the image again");
            }
            return info;
        } catch (InterruptedException e) {
            throw interrupted(diffId);
        }
    }

    /// Whether this very blob is the layer's: known from before, or found out by reading it. False
    /// also if it isn't here.
    boolean proves(Digest diffId, Digest blob) throws IOException {
        for (PackedLayer each : layers.of(diffId)) {
            if (each.blob().digest().equals(blob)) {
                return each.verified() || (has(each.blob()) && proves(each));
            }
        }
        return false;
    }

    private boolean proves(PackedLayer layer) throws IOException {
        try {
            read(
                    layer,
                    (tar, end) -> {
                        end.check();
                        return 0;
                    });
            layers.put(layer.diffId(), layer.blob(), true, null);
            return true;
        } catch (OtherLayerException | ZipException | EOFException e) {
            layers.forget(layer.diffId(), layer.blob().digest());
            return false;
        } catch (CorruptStoreException e) {
            blobs.remove(layer.blob().digest());
            return false;
        } catch (InterruptedException e) {
            throw interrupted(layer.diffId());
        }
    }

    private static InterruptedIOException interrupted(Digest diffId) {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while reading layer " + diffId);
    }

    /// Writes the archive; false if there is no blob of it here.
    boolean copy(Digest diffId, OutputStream out) throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER];
        return read(
                        diffId,
                        (tar, end) -> {
                            for (int n = tar.read(buffer); n >= 0; n = tar.read(buffer)) {
                                if (Thread.interrupted()) {
                                    throw new InterruptedException();
                                }
                                out.write(buffer, 0, n);
                            }
                            end.check();
                            return 0;
                        })
                != null;
    }

    /// Reads the first blob that is here; null if none is.
    @Nullable LayerInfo read(Digest diffId, Reading reading)
            throws IOException, InterruptedException {
        IOException failure = null;
        for (PackedLayer each : layers.of(diffId)) {
            if (!has(each.blob())) {
                continue;
            }
            try {
                LayerInfo info = read(each, reading);
                layers.put(diffId, each.blob(), true, null);
                return info;
            } catch (OtherLayerException | MalformedTarException | ZipException | EOFException e) {
                // Whole, and no layer, or not this one.
                layers.forget(diffId, each.blob().digest());
                failure = e;
            } catch (CorruptStoreException e) {
                blobs.remove(each.blob().digest());
                failure = e;
            }
        }
        if (failure instanceof MalformedTarException malformed) {
            throw malformed;
        }
        if (failure != null) {
            throw new CorruptStoreException(String.valueOf(failure.getMessage()), failure);
        }
        return null;
    }

    private LayerInfo read(PackedLayer layer, Reading reading)
            throws IOException, InterruptedException {
        Descriptor blob = layer.blob();
        Digester digester = Digest.digester();
        try (InputStream raw = blobs.open(blob.digest(), blob.size());
                BufferedInputStream packed = new ArchiveIntake.Packed(raw);
                InputStream plain = Compression.decompressDetected(packed);
                InputStream tar = new BufferedInputStream(digester.tee(plain), BUFFER)) {
            long size = reading.read(tar, () -> end(layer, tar, packed, digester));
            return new LayerInfo(layer.diffId(), size, digester.size());
        } catch (OtherLayerException e) {
            throw e;
        } catch (DigestMismatchException e) {
            throw damaged(blob, e);
        } catch (IOException e) {
            // Bytes that were damaged here, and bytes that were bad to begin with, look alike until
            // all of them are read.
            prove(blob);
            throw e;
        }
    }

    private static void end(
            PackedLayer layer, InputStream tar, InputStream packed, Digester digester)
            throws IOException {
        byte[] buffer = new byte[BUFFER];
        while (tar.read(buffer) >= 0) {
            if (digester.size() > TarLimits.DEFAULT.maxBytes()) {
                throw new MalformedTarException(
                        "the archive has more than " + TarLimits.DEFAULT.maxBytes() + " bytes");
            }
        }
        packed.transferTo(OutputStream.nullOutputStream());
        Digest actual = digester.digest();
        if (!actual.equals(layer.diffId())) {
            throw new OtherLayerException(
                    "the layer %s is not what its image says: decompressed it is %s, not %s"
                            .formatted(layer.blob().digest(), actual, layer.diffId()));
        }
    }

    private void prove(Descriptor blob) throws IOException {
        try (InputStream in = blobs.open(blob.digest(), blob.size())) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (DigestMismatchException e) {
            throw damaged(blob, e);
        }
    }

    private static CorruptStoreException damaged(Descriptor blob, DigestMismatchException cause) {
        return new CorruptStoreException(
                "layer %s is damaged in the store and was taken out: pull the image again"
                        .formatted(blob.digest()),
                cause);
    }
}
