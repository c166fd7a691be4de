// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Layers as archives, and as the snapshots that they become and come from. A chain is named by the
/// diffIDs of its layers, lowest first. Safe for threads and processes.
///
/// A layer that was built here exists as a snapshot alone: its archive is written anew, with the
/// same bytes, whenever somebody wants it. One that came as an archive is kept as a blob and
/// becomes a snapshot when somebody reads its files.
public final class Layers {
    Layers() {}

    /// What the snapshot's own changes are as a layer. Read from its tree once and then remembered.
    public LayerInfo info(SnapshotId snapshot) throws IOException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /// The layers of a chain of snapshots, lowest first; the chain can then be found by their
    /// diffIDs.
    public List<LayerInfo> chain(@Nullable SnapshotId top)
            throws IOException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /// The layers of a chain by diffIDs, lowest first, without unpacking any.
    ///
    /// @throws CorruptStoreException if the store has one of them neither as blob nor as snapshot
    public List<LayerInfo> infos(List<Digest> diffIds) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// The tree of a chain; null for no layers. Unpacks what is only there as archives, once
    /// however many ask.
    public @Nullable SnapshotId snapshot(List<Digest> diffIds)
            throws IOException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /// Keeps an archive as a layer, byte for byte if it is plain, else what it decompresses to. The
    /// stream is read to its end and not closed.
    ///
    /// @throws dev.cooper.oci.MalformedTarException if it is no tar, or breaks a limit; nothing is
    ///   kept
    public LayerInfo add(InputStream archive) throws IOException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /// Writes the uncompressed archive of a chain's top layer: the bytes that its diffID is the
    /// digest of, checked while they are written. Closes nothing.
    ///
    /// @throws CorruptStoreException if the store's copy is damaged
    public void writeTar(List<Digest> diffIds, OutputStream out)
            throws IOException, InterruptedException {
        throw new UnsupportedOperationException();
    }
}
