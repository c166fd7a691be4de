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
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The results of steps by their keys. Safe for threads and processes. Owns the form of
/// `cache/ab/HEX`, and of `cache/ab/HEX.files`, which says more for people.
public final class CacheRecords {
    private static final String KIND = "step";
    private static final String LISTING = "step-files";
    private static final Duration TOUCH_AFTER = Duration.ofHours(1);
    private static final int MOST_USES = 999_999_999;

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
        return find(key, new HashSet<>());
    }

    /// As [#find(Digest)], for a caller who finds many under one lease: what is below a snapshot is
    /// looked at once.
    ///
    /// @param whole snapshots found since the lease began, which are there then; added to
    public Optional<CacheRecord> find(Digest key, Set<SnapshotId> whole) throws IOException {
        Optional<Used> found = peek(key, whole);
        if (found.isPresent()) {
            touch(key, found.get());
        }
        return found.map(Used::record);
    }

    /// A record, and what is known of its use.
    ///
    /// @param lastUsed to the second; up to an hour early
    /// @param uses how often it was found, counted at most once an hour
    record Used(CacheRecord record, Instant lastUsed, int uses) {}

    /// As [#find], without being a use of it.
    Optional<Used> peek(Digest key) throws IOException {
        return peek(key, new HashSet<>());
    }

    private Optional<Used> peek(Digest key, Set<SnapshotId> whole) throws IOException {
        try {
            RecordFile.OnDisk file =
                    RecordFile.readOnDisk(root.dir(Room.CACHE), file(key), KIND, key.toString());
            if (file == null || !epochs.counts(file.record().fields())) {
                return Optional.empty();
            }
            CacheRecord record = record(file.record());
            Stat stat = file.stat();
            return snapshots.isWhole(record.snapshot(), whole)
                    ? Optional.of(
                            new Used(
                                    record,
                                    Instant.ofEpochSecond(stat.mtimeSeconds()),
                                    stat.mtimeNanos()))
                    : Optional.empty();
        } catch (CorruptStoreException | MalformedJsonException e) {
            return Optional.empty();
        } catch (PosixException e) {
            if (e.is(Errno.EIO)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void touch(Digest key, Used found) throws IOException {
        Instant now = Instant.now();
        if (Duration.between(found.lastUsed(), now).compareTo(TOUCH_AFTER) >= 0) {
            mark(key, now, Math.min(found.uses(), MOST_USES - 1) + 1);
        }
    }

    /// The file's time says when the record was last used, in seconds; the place of its fraction
    /// holds how often. So a use costs one call, and seldom that.
    private void mark(Digest key, Instant when, int uses) throws IOException {
        try {
            root.dir(Room.CACHE).setTimes(file(key), when.getEpochSecond(), uses);
        } catch (PosixException e) {
            // Pruned meanwhile, or on a file system that is read-only: it was found all the same.
            if (!e.is(Errno.ENOENT) && !e.is(Errno.EROFS)) {
                throw e;
            }
        }
    }

    /// Forgets; nothing if there is none.
    void remove(Digest key) throws IOException {
        for (Name each : List.of(file(key), listingFile(key))) {
            Name taken = workspace.take(Room.CACHE, each);
            if (taken != null) {
                workspace.dir().deleteTree(taken);
            }
        }
    }

    /// Keeps something about a record that only explanations need.
    ///
    /// @param listing any bytes, 16 MB at most
    public void putListing(Digest key, byte[] listing) throws IOException {
        workspace.publish(
                RecordFile.of(Json.object().build(), listing).encode(LISTING, key.toString()),
                Room.CACHE,
                listingFile(key));
    }

    /// What [#putListing] kept; empty if there is nothing, or it is damaged.
    public Optional<byte[]> listing(Digest key) throws IOException {
        try {
            RecordFile file =
                    RecordFile.read(
                            root.dir(Room.CACHE), listingFile(key), LISTING, key.toString());
            return file == null ? Optional.empty() : Optional.of(file.body().bytes());
        } catch (CorruptStoreException e) {
            return Optional.empty();
        }
    }

    /// All records that stand under their steps' own keys, whether their files are there or not; to
    /// look at them is no use of them.
    public List<CacheRecord> own() throws IOException {
        List<CacheRecord> all = new ArrayList<>();
        for (Digest key : keys()) {
            try {
                RecordFile file =
                        RecordFile.read(root.dir(Room.CACHE), file(key), KIND, key.toString());
                CacheRecord record = file == null ? null : record(file);
                if (record != null && record.key().equals(key)) {
                    all.add(record);
                }
            } catch (CorruptStoreException | MalformedJsonException e) {
                // As if it weren't there.
            }
        }
        return all;
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
        mark(key, Instant.now(), 0);
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

    /// Beside the record.
    static Name listingFile(Digest key) {
        return Name.of(file(key).text() + ".files");
    }

    static Name file(Digest key) {
        return Name.of(key.hex().substring(0, 2) + "/" + key.hex());
    }
}
