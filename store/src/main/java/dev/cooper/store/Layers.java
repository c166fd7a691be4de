// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Digest;
import dev.cooper.oci.DigestMismatchException;
import dev.cooper.oci.Digester;
import dev.cooper.oci.MalformedTarException;
import dev.cooper.oci.TarLimits;
import dev.cooper.posix.Dir;
import dev.cooper.posix.LockFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Layers as archives, and as the snapshots that they become and come from. A chain is named by the
/// diffIDs of its layers, lowest first. Safe for threads and processes.
///
/// A layer that was built here exists as a snapshot alone: its archive is written anew, with the
/// same bytes, whenever somebody wants it. One that came as an archive is kept as a blob and
/// becomes a snapshot when somebody reads its files.
public final class Layers {
    private static final int BUFFER = 1 << 16;

    private final Snapshots snapshots;
    private final Blobs blobs;
    private final LayerRecords records;
    private final Locks locks;
    private final ArchiveIntake intake;

    Layers(
            Snapshots snapshots,
            Blobs blobs,
            LayerRecords records,
            Locks locks,
            Workspace workspace) {
        this.snapshots = snapshots;
        this.blobs = blobs;
        this.records = records;
        this.locks = locks;
        this.intake = new ArchiveIntake(workspace, blobs);
    }

    /// What the snapshot's own changes are as a layer. Read from its tree once and then remembered.
    ///
    /// @throws IOException also if the tree holds what no layer can: a file named `.wh.…`
    public LayerInfo info(SnapshotId snapshot) throws IOException, InterruptedException {
        return record(snapshot).info();
    }

    private LayerRecord record(SnapshotId snapshot) throws IOException, InterruptedException {
        LayerRecord known = records.ofSnapshot(snapshot);
        if (known != null) {
            return known;
        }
        try (LockFile _ = locks.key("tar " + snapshot)) {
            known = records.ofSnapshot(snapshot);
            if (known != null) {
                return known;
            }
            Digester digester = Digest.digester();
            long size = writeTree(snapshot, digester.outputStream());
            LayerRecord made =
                    new LayerRecord(
                            new LayerInfo(digester.digest(), size, digester.size()),
                            false,
                            snapshot);
            records.putSnapshot(snapshot, made);
            return made;
        }
    }

    private long writeTree(SnapshotId snapshot, OutputStream out)
            throws IOException, InterruptedException {
        SnapshotId parent = snapshots.parent(snapshot).orElse(null);
        try (Dir own = snapshots.openOwn(snapshot)) {
            if (parent == null) {
                return TreeTar.write(own, null, out);
            }
            try (Dir below = snapshots.open(parent)) {
                return TreeTar.write(own, below, out);
            }
        }
    }

    /// The layers of a chain of snapshots, lowest first; the chain can then be found by their
    /// diffIDs.
    public List<LayerInfo> chain(@Nullable SnapshotId top)
            throws IOException, InterruptedException {
        List<LayerInfo> infos = new ArrayList<>();
        List<LayerRecord> layers = new ArrayList<>();
        for (SnapshotId each : snapshots.chain(top).reversed()) {
            LayerRecord record = record(each).at(each);
            layers.add(record);
            infos.add(record.info());
        }
        List<Digest> chainIds = ChainIds.of(infos.stream().map(LayerInfo::diffId).toList());
        for (int i = 0; i < layers.size(); i++) {
            LayerRecord known = records.ofChain(chainIds.get(i));
            if (known == null || tree(known) == null) {
                records.putChain(chainIds.get(i), layers.get(i));
            }
        }
        return infos;
    }

    /// The layers of a chain by diffIDs, lowest first, without unpacking any.
    ///
    /// @throws CorruptStoreException if the store has one of them neither as blob nor as snapshot
    public List<LayerInfo> infos(List<Digest> diffIds) throws IOException {
        List<LayerInfo> infos = new ArrayList<>();
        List<Digest> chainIds = ChainIds.of(diffIds);
        for (int i = 0; i < diffIds.size(); i++) {
            infos.add(require(chainIds.get(i), diffIds.get(i)).info());
        }
        return infos;
    }

    private LayerRecord require(Digest chainId, Digest diffId) throws IOException {
        LayerRecord ofChain = records.ofChain(chainId);
        if (ofChain != null && isThere(ofChain)) {
            return ofChain;
        }
        LayerRecord alone = records.ofChain(diffId);
        if (alone != null && hasBlob(alone.info())) {
            return new LayerRecord(alone.info(), true, null);
        }
        throw missing(diffId);
    }

    private static CorruptStoreException missing(Digest diffId) {
        return new CorruptStoreException(
                "layer " + diffId + " is not in the store: pull or build the image again");
    }

    private boolean isThere(LayerRecord record) throws IOException {
        return hasBlob(record.info()) || (!record.archived() && tree(record) != null);
    }

    private boolean hasBlob(LayerInfo info) throws IOException {
        return blobs.has(info.diffId(), info.tarSize());
    }

    /// The record's tree, null if there is none or it is gone.
    private @Nullable SnapshotId tree(LayerRecord record) throws IOException {
        SnapshotId snapshot = record.snapshot();
        return snapshot != null && snapshots.isWhole(snapshot) ? snapshot : null;
    }

    /// The tree of a chain; null for no layers. Unpacks what is only there as archives, once
    /// however many ask.
    public @Nullable SnapshotId snapshot(List<Digest> diffIds)
            throws IOException, InterruptedException {
        List<Digest> chainIds = ChainIds.of(diffIds);
        try (LockFile _ = locks.shared(Locks.STORE)) {
            int next = chainIds.size();
            SnapshotId tree = null;
            while (next > 0 && tree == null) {
                tree = known(chainIds.get(next - 1));
                next = tree == null ? next - 1 : next;
            }
            for (; next < chainIds.size(); next++) {
                tree = unpack(chainIds.get(next), diffIds.get(next), tree);
            }
            return tree;
        }
    }

    /// The layers of a chain whose archives [#snapshot] would have to have and the store has not.
    public List<Digest> missing(List<Digest> diffIds) throws IOException {
        List<Digest> chainIds = ChainIds.of(diffIds);
        int next = chainIds.size();
        while (next > 0 && known(chainIds.get(next - 1)) == null) {
            next--;
        }
        List<Digest> missing = new ArrayList<>();
        for (; next < diffIds.size(); next++) {
            LayerRecord alone = records.ofChain(diffIds.get(next));
            if (alone == null || !hasBlob(alone.info())) {
                missing.add(diffIds.get(next));
            }
        }
        return missing;
    }

    private @Nullable SnapshotId known(Digest chainId) throws IOException {
        LayerRecord record = records.ofChain(chainId);
        return record == null ? null : tree(record);
    }

    /// Held by whoever replaces the record of a chain by one that may say less.
    private LockFile chainLock(Digest chainId) throws IOException {
        return locks.key("chain " + chainId);
    }

    private SnapshotId unpack(Digest chainId, Digest diffId, @Nullable SnapshotId parent)
            throws IOException, InterruptedException {
        try (LockFile _ = chainLock(chainId)) {
            SnapshotId made = known(chainId);
            if (made != null) {
                return made;
            }
            LayerInfo info = require(chainId, diffId).info();
            try (Draft draft = snapshots.draft(parent)) {
                unpack(info, draft, parent);
                made = draft.commit();
            }
            LayerRecord record = new LayerRecord(info, true, made);
            records.putSnapshot(made, record);
            records.putChain(chainId, record);
            return made;
        }
    }

    private void unpack(LayerInfo info, Draft draft, @Nullable SnapshotId parent)
            throws IOException, InterruptedException {
        try (InputStream blob = blobs.open(info.diffId(), info.tarSize());
                InputStream tar = new BufferedInputStream(blob, BUFFER);
                Dir upper = Dir.open(draft.changes())) {
            if (parent == null) {
                Unpacker.unpack(tar, TarLimits.DEFAULT, upper, null);
            } else {
                try (Dir below = snapshots.open(parent)) {
                    Unpacker.unpack(tar, TarLimits.DEFAULT, upper, below);
                }
            }
            tar.transferTo(OutputStream.nullOutputStream());
        } catch (DigestMismatchException e) {
            throw damaged(info, e);
        } catch (MalformedTarException e) {
            // A damaged copy and a bad layer look alike until all of it is read.
            verify(info);
            throw e;
        }
    }

    private void verify(LayerInfo info) throws IOException, InterruptedException {
        copyBlob(info, OutputStream.nullOutputStream());
    }

    /// Keeps an archive as a layer, byte for byte if it is plain, else what it decompresses to. The
    /// stream is read to its end and not closed.
    ///
    /// @throws dev.cooper.oci.MalformedTarException if it is no tar, or breaks a limit; nothing is
    ///   kept
    public LayerInfo add(InputStream archive) throws IOException, InterruptedException {
        return add(archive, TarLimits.DEFAULT);
    }

    /// As [#add(InputStream)], with other limits.
    public LayerInfo add(InputStream archive, TarLimits limits)
            throws IOException, InterruptedException {
        try (LockFile _ = locks.shared(Locks.STORE)) {
            LayerInfo info = intake.add(archive, limits);
            try (LockFile _ = chainLock(info.diffId())) {
                LayerRecord known = records.ofChain(info.diffId());
                if (known == null || !known.info().equals(info)) {
                    records.putChain(info.diffId(), new LayerRecord(info, true, null));
                }
            }
            return info;
        }
    }

    /// Writes the uncompressed archive of a chain's top layer: the bytes that its diffID is the
    /// digest of, checked while they are written. Closes nothing.
    ///
    /// @throws CorruptStoreException if the store's copy is damaged
    public void writeTar(List<Digest> diffIds, OutputStream out)
            throws IOException, InterruptedException {
        LayerRecord layer = require(ChainIds.of(diffIds).getLast(), diffIds.getLast());
        if (hasBlob(layer.info())) {
            copyBlob(layer.info(), out);
            return;
        }
        SnapshotId tree = layer.snapshot();
        if (tree == null) {
            throw missing(layer.info().diffId());
        }
        Digester digester = Digest.digester();
        writeTree(tree, digester.tee(out));
        Digest actual = digester.digest();
        if (!actual.equals(layer.info().diffId())) {
            throw new CorruptStoreException(
                    "snapshot %s is no longer what it was: as a layer it is %s, not %s; build the image again with --no-cache"
                            .formatted(tree, actual, layer.info().diffId()));
        }
    }

    private void copyBlob(LayerInfo info, OutputStream out)
            throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream blob = blobs.open(info.diffId(), info.tarSize())) {
            for (int n = blob.read(buffer); n >= 0; n = blob.read(buffer)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                out.write(buffer, 0, n);
            }
        } catch (DigestMismatchException e) {
            throw damaged(info, e);
        }
    }

    /// The blob goes, so that whoever pulls the image again gets a good one.
    private CorruptStoreException damaged(LayerInfo info, DigestMismatchException cause)
            throws IOException {
        blobs.remove(info.diffId());
        return new CorruptStoreException(
                "layer %s is damaged in the store and was taken out: pull the image again"
                        .formatted(info.diffId()),
                cause);
    }
}
