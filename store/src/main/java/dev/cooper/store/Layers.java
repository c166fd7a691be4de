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
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Layers as archives, and as the snapshots that they become and come from. A chain is named by the
/// diffIDs of its layers, lowest first. Safe for threads and processes.
///
/// A layer that was built here exists as a snapshot alone: its archive is written anew, with the
/// same bytes, whenever somebody wants it. One that came as an archive is kept as a blob and
/// becomes a snapshot when somebody reads its files; so is one that came compressed, under the
/// digest that it came with ([PackedLayers]).
public final class Layers {
    private static final int BUFFER = 1 << 16;

    private final Snapshots snapshots;
    private final Blobs blobs;
    private final PackedBlobs packed;
    private final LayerRecords records;
    private final Locks locks;
    private final ArchiveIntake intake;

    Layers(
            Snapshots snapshots,
            Blobs blobs,
            PackedLayers packed,
            LayerRecords records,
            Locks locks,
            Workspace workspace) {
        this.snapshots = snapshots;
        this.blobs = blobs;
        this.packed = new PackedBlobs(packed, blobs);
        this.records = records;
        this.locks = locks;
        this.intake = new ArchiveIntake(workspace, blobs);
    }

    /// What the snapshot's own changes are as a layer. Read from its tree once and then remembered.
    ///
    /// @throws IOException also if the tree holds what no layer can: a file named `.wh.…`
    public LayerInfo info(SnapshotId snapshot) throws IOException, InterruptedException {
        return record(snapshot, _ -> {}).info();
    }

    private LayerRecord record(SnapshotId snapshot, LongConsumer read)
            throws IOException, InterruptedException {
        LayerRecord known = records.ofSnapshot(snapshot);
        if (known != null) {
            return known;
        }
        try (LockFile _ = locks.key("tar " + snapshot)) {
            known = records.ofSnapshot(snapshot);
            if (known != null) {
                return known;
            }
            try (DigestThread digests = new DigestThread(read)) {
                long size = writeTree(snapshot, digests);
                Digester digester = digests.finish();
                LayerRecord made =
                        new LayerRecord(
                                new LayerInfo(digester.digest(), size, digester.size()),
                                false,
                                snapshot);
                records.putSnapshot(snapshot, made);
                return made;
            }
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
        return chain(top, _ -> {});
    }

    /// As [#chain].
    ///
    /// @param read is told of bytes of layers that nobody had asked for before
    public List<LayerInfo> chain(@Nullable SnapshotId top, LongConsumer read)
            throws IOException, InterruptedException {
        List<LayerInfo> infos = new ArrayList<>();
        List<LayerRecord> layers = new ArrayList<>();
        for (SnapshotId each : snapshots.chain(top).reversed()) {
            LayerRecord record = record(each, read).at(each);
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

    /// As [#infos], also of layers that aren't here; the size of one that never was is that of its
    /// compressed form, and its archive's length is -1.
    public List<LayerInfo> described(List<Digest> diffIds) throws IOException {
        List<LayerInfo> infos = new ArrayList<>();
        List<Digest> chainIds = ChainIds.of(diffIds);
        for (int i = 0; i < diffIds.size(); i++) {
            Digest diffId = diffIds.get(i);
            LayerRecord known = records.ofChain(chainIds.get(i));
            LayerRecord found = known == null ? records.ofChain(diffId) : known;
            long packedSize = packed.size(diffId);
            if (packedSize < 0) {
                infos.add(require(chainIds.get(i), diffId).info());
            } else {
                infos.add(found == null ? new LayerInfo(diffId, packedSize, -1) : found.info());
            }
        }
        return infos;
    }

    /// Those layers of a chain that have to be fetched before [#snapshot] can make its tree, lowest
    /// first.
    public List<Digest> missing(List<Digest> diffIds) throws IOException {
        List<Digest> chainIds = ChainIds.of(diffIds);
        int next = chainIds.size();
        while (next > 0 && known(chainIds.get(next - 1)) == null) {
            next--;
        }
        return absent(chainIds, diffIds, next);
    }

    /// Those layers of a chain whose archives aren't here, lowest first.
    public List<Digest> absent(List<Digest> diffIds) throws IOException {
        return absent(ChainIds.of(diffIds), diffIds, 0);
    }

    /// Whether a blob decompresses to a layer: known from before, or found out by reading it, which
    /// takes it to be here. An image's word for that is not enough to hand the blob on as the
    /// layer.
    public boolean proves(Digest diffId, Digest blob) throws IOException {
        return packed.proves(diffId, blob);
    }

    private List<Digest> absent(List<Digest> chainIds, List<Digest> diffIds, int from)
            throws IOException {
        List<Digest> absent = new ArrayList<>();
        for (int i = from; i < diffIds.size(); i++) {
            boolean here =
                    find(chainIds.get(i), diffIds.get(i)) != null || packed.has(diffIds.get(i));
            if (!here && !absent.contains(diffIds.get(i))) {
                absent.add(diffIds.get(i));
            }
        }
        return absent;
    }

    private LayerRecord require(Digest chainId, Digest diffId) throws IOException {
        LayerRecord found = find(chainId, diffId);
        if (found == null && packed.has(diffId)) {
            LayerRecord measured = new LayerRecord(packed.measure(diffId), true, null);
            records.putChain(diffId, measured);
            return measured;
        }
        if (found == null) {
            throw missing(diffId);
        }
        return found;
    }

    private @Nullable LayerRecord find(Digest chainId, Digest diffId) throws IOException {
        LayerRecord ofChain = records.ofChain(chainId);
        if (ofChain != null && isThere(ofChain)) {
            return ofChain;
        }
        LayerRecord alone = records.ofChain(diffId);
        return alone != null && (hasBlob(alone.info()) || packed.has(diffId))
                ? new LayerRecord(alone.info(), true, null)
                : null;
    }

    private static CorruptStoreException missing(Digest diffId) {
        return new CorruptStoreException(
                "layer " + diffId + " is not in the store: pull or build the image again");
    }

    private boolean isThere(LayerRecord record) throws IOException {
        return hasBlob(record.info())
                || packed.has(record.info().diffId())
                || (!record.archived() && tree(record) != null);
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
        return snapshot(diffIds, _ -> _ -> {});
    }

    /// As [#snapshot].
    ///
    /// @param unpacking is asked about each layer that has to be unpacked, by its diffID, for who
    ///   is to be told of its bytes as they are
    public @Nullable SnapshotId snapshot(
            List<Digest> diffIds, Function<Digest, LongConsumer> unpacking)
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
                tree = unpack(chainIds.get(next), diffIds.get(next), tree, unpacking);
            }
            return tree;
        }
    }

    private @Nullable SnapshotId known(Digest chainId) throws IOException {
        LayerRecord record = records.ofChain(chainId);
        return record == null ? null : tree(record);
    }

    /// Held by whoever replaces the record of a chain by one that may say less.
    private LockFile chainLock(Digest chainId) throws IOException {
        return locks.key("chain " + chainId);
    }

    private SnapshotId unpack(
            Digest chainId,
            Digest diffId,
            @Nullable SnapshotId parent,
            Function<Digest, LongConsumer> unpacking)
            throws IOException, InterruptedException {
        try (LockFile _ = chainLock(chainId)) {
            SnapshotId made = known(chainId);
            if (made != null) {
                return made;
            }
            LayerRecord found = find(chainId, diffId);
            LongConsumer read = unpacking.apply(diffId);
            LayerInfo info;
            if (found != null && hasBlob(found.info())) {
                info = found.info();
                try (Draft draft = snapshots.draft(parent)) {
                    unpack(info, draft, parent, read);
                    made = draft.commit();
                }
            } else {
                Unpacked unpacked = unpackPacked(diffId, parent, read);
                info = unpacked.info();
                made = unpacked.tree();
            }
            LayerRecord record = new LayerRecord(info, true, made);
            records.putSnapshot(made, record);
            records.putChain(chainId, record);
            return made;
        }
    }

    private record Unpacked(LayerInfo info, SnapshotId tree) {}

    private Unpacked unpackPacked(Digest diffId, @Nullable SnapshotId parent, LongConsumer read)
            throws IOException, InterruptedException {
        List<SnapshotId> trees = new ArrayList<>();
        LayerInfo info =
                packed.read(
                        diffId,
                        (tar, end) -> {
                            try (Draft draft = snapshots.draft(parent)) {
                                long size = unpack(counted(tar, read), draft, parent);
                                end.check();
                                trees.add(draft.commit());
                                return size;
                            }
                        });
        if (info == null) {
            throw missing(diffId);
        }
        return new Unpacked(info, trees.getLast());
    }

    private long unpack(InputStream tar, Draft draft, @Nullable SnapshotId parent)
            throws IOException, InterruptedException {
        try (Dir upper = Dir.open(draft.changes())) {
            if (parent == null) {
                return Unpacker.unpack(tar, TarLimits.DEFAULT, upper, null);
            }
            try (Dir below = snapshots.open(parent)) {
                return Unpacker.unpack(tar, TarLimits.DEFAULT, upper, below);
            }
        }
    }

    private static InputStream counted(InputStream in, LongConsumer read) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                int b = super.read();
                read.accept(b < 0 ? 0 : 1);
                return b;
            }

            @Override
            public int read(byte[] b, int off, int len) throws IOException {
                int n = super.read(b, off, len);
                read.accept(Math.max(n, 0));
                return n;
            }
        };
    }

    private void unpack(LayerInfo info, Draft draft, @Nullable SnapshotId parent, LongConsumer read)
            throws IOException, InterruptedException {
        try (InputStream blob = blobs.open(info.diffId(), info.tarSize());
                InputStream tar = new BufferedInputStream(blob, BUFFER)) {
            unpack(counted(tar, read), draft, parent);
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
        if (packed.copy(layer.info().diffId(), out)) {
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
