// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Errno;
import dev.cooper.posix.LockFile;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The results of steps by their keys. Safe for threads and processes. Owns the form of
/// `cache/ab/HEX`.
public final class CacheRecords {
    private static final String KIND = "step";

    private final StoreRoot root;
    private final Workspace workspace;
    private final Epochs epochs;
    private final Snapshots snapshots;
    private final Locks locks;

    CacheRecords(
            StoreRoot root, Workspace workspace, Epochs epochs, Snapshots snapshots, Locks locks) {
        this.root = root;
        this.workspace = workspace;
        this.epochs = epochs;
        this.snapshots = snapshots;
        this.locks = locks;
    }

    /// The record of a key. Empty if there is none, if it is damaged, if its snapshot is gone, or
    /// if a power cut may have damaged what it leads to.
    public Optional<CacheRecord> find(Digest key) throws IOException {
        try {
            RecordFile file =
                    RecordFile.read(root.dir(Room.CACHE), file(key), KIND, key.toString());
            if (file == null || !epochs.counts(file.fields())) {
                return Optional.empty();
            }
            CacheRecord record = record(file);
            return snapshots.isWhole(record.snapshot()) ? Optional.of(record) : Optional.empty();
        } catch (CorruptStoreException | MalformedJsonException e) {
            return Optional.empty();
        } catch (PosixException e) {
            if (e.is(Errno.EIO)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Remembers; the last one wins.
    public void put(Digest key, CacheRecord record) throws IOException {
        SnapshotId snapshot = record.snapshot();
        Instant created = record.created();
        Json.Builder fields =
                Json.object()
                        .put("key", record.key().toString())
                        .put("snapshot", snapshot == null ? null : snapshot.value())
                        .put("seconds", created.getEpochSecond())
                        .put("nanos", created.getNano());
        byte[] detail = record.detail().getBytes(UTF_8);
        epochs.publish(stamp ->
                workspace.publish(
                        RecordFile.of(stamp.on(fields).build(), detail)
                                .encode(KIND, key.toString()),
                        Room.CACHE,
                        file(key)));
    }

    /// Held while a step with this key is looked for and made: equal steps of any thread or process
    /// run once. Waits.
    public LockFile lock(Digest key) throws IOException {
        return locks.key("step " + key);
    }

    private static CacheRecord record(RecordFile file) throws MalformedJsonException {
        Json.Obj fields = file.fields();
        Digest key = Digest.parseOrNull(fields.requireString("key"));
        if (key == null) {
            throw new MalformedJsonException("\"key\" is not a digest");
        }
        String snapshot = fields.string("snapshot");
        return new CacheRecord(
                key,
                snapshot == null ? null : new SnapshotId(snapshot),
                Instant.ofEpochSecond(fields.requireLong("seconds"), fields.requireLong("nanos")),
                new String(file.body().bytes(), UTF_8));
    }

    /// All keys that have a file.
    List<Digest> keys() throws IOException {
        List<Digest> keys = new ArrayList<>();
        Dir room = root.dir(Room.CACHE);
        for (DirEntry shelf : room.list()) {
            try (Dir dir = room.openDir(shelf.name())) {
                for (DirEntry each : dir.list()) {
                    String hex = each.name().text();
                    Digest key =
                            Digest.parseOrNull((hex.length() == 128 ? "sha512:" : "sha256:") + hex);
                    if (key != null) {
                        keys.add(key);
                    }
                }
            }
        }
        return keys;
    }

    static Name file(Digest key) {
        return Name.of(key.hex().substring(0, 2) + "/" + key.hex());
    }
}
