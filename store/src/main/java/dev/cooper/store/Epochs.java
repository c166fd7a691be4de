// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.posix.Kernel;
import dev.cooper.posix.LockFile;
import dev.cooper.posix.Name;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What is known to have reached the disk. Owns `epochs/`: `now`, which says the epoch that records
/// are written in and whether there are any, and one file for each boot with the last epoch that a
/// sync has covered.
///
/// While the machine runs, every record counts: the kernel's memory is as good as the disk. After
/// another boot those count that a sync has covered; of the others nobody knows whether what they
/// lead to was written. The number alone says nothing: epochs of different boots are different.
///
/// A record is published under a shared lock; an epoch ends under the exclusive one. So all of an
/// ended epoch have their names before the sync begins. For any number of threads.
final class Epochs {
    private static final String KIND = "epoch";
    private static final String COVERED = "covered";
    private static final Name NOW = Name.of("now");

    private final StoreRoot root;
    private final Locks locks;
    private final Workspace workspace;
    private final @Nullable String givenBoot;
    private final Map<String, Long> known = new ConcurrentHashMap<>();
    private volatile @Nullable String boot;

    /// @param used whether a record was written in it
    private record Now(long epoch, boolean used) {}

    /// Writes a record that carries this stamp.
    interface Publication {
        void write(Stamp stamp) throws IOException;
    }

    /// @param boot of the machine; null to ask the kernel
    Epochs(StoreRoot root, Locks locks, Workspace workspace, @Nullable String boot) {
        this.root = root;
        this.locks = locks;
        this.workspace = workspace;
        this.givenBoot = boot;
    }

    private String boot() throws IOException {
        String id = boot;
        if (id == null) {
            id = givenBoot == null ? Kernel.bootId() : givenBoot;
            boot = id;
        }
        return id;
    }

    void publish(Publication publication) throws IOException {
        try (LockFile _ = locks.shared(Locks.EPOCHS)) {
            Now now = now();
            if (!now.used()) {
                write(new Now(now.epoch(), true));
            }
            publication.write(new Stamp(boot(), now.epoch()));
        }
    }

    /// Whether a record with these fields counts.
    boolean counts(Json.Obj fields) throws IOException {
        String of = fields.requireString(Stamp.BOOT);
        if (of.equals(boot())) {
            return true;
        }
        long epoch = fields.requireLong(Stamp.EPOCH);
        if (known.getOrDefault(of, 0L) < epoch) {
            known.put(of, covered(of));
        }
        return known.getOrDefault(of, 0L) >= epoch;
    }

    /// Brings all records that were published, and all that they lead to, to the disk. Does nothing
    /// if there are none since the last time.
    void sync() throws IOException {
        long ended;
        try (LockFile _ = locks.exclusive(Locks.EPOCHS)) {
            Now now = now();
            if (now.used()) {
                write(new Now(now.epoch() + 1, false));
            }
            ended = now.used() ? now.epoch() : now.epoch() - 1;
            if (ended <= covered(boot())) {
                return;
            }
        }
        Kernel.syncFilesystem(root.dir());
        try (LockFile _ = locks.exclusive(Locks.EPOCHS)) {
            if (covered(boot()) < ended) {
                Json.Obj fields = Json.object().put(Stamp.EPOCH, ended).build();
                workspace.publishDurably(
                        RecordFile.of(fields).encode(COVERED, boot()),
                        Room.EPOCHS,
                        Name.of(boot()));
            }
        }
    }

    private Now now() throws IOException {
        try {
            RecordFile file = RecordFile.read(root.dir(Room.EPOCHS), NOW, KIND, NOW.text());
            if (file != null && boot().equals(file.fields().string(Stamp.BOOT))) {
                return new Now(file.fields().requireLong(Stamp.EPOCH), file.fields().bool("used"));
            }
        } catch (CorruptStoreException | MalformedJsonException e) {
            // As used, so that the next sync happens.
            return new Now(covered(boot()) + 1, true);
        }
        return new Now(covered(boot()) + 1, false);
    }

    private void write(Now now) throws IOException {
        Json.Obj fields =
                new Stamp(boot(), now.epoch()).on(Json.object()).put("used", now.used()).build();
        workspace.publish(RecordFile.of(fields).encode(KIND, NOW.text()), Room.EPOCHS, NOW);
    }

    /// The last epoch of a boot that is on the disk; 0 for none.
    private long covered(String of) throws IOException {
        boolean isName =
                !of.isEmpty()
                        && of.chars().allMatch(c -> c == '-' || Character.digit(c, 36) >= 0)
                        && !of.equals(NOW.text());
        if (!isName) {
            return 0;
        }
        try {
            RecordFile file = RecordFile.read(root.dir(Room.EPOCHS), Name.of(of), COVERED, of);
            return file == null ? 0 : file.fields().requireLong(Stamp.EPOCH);
        } catch (CorruptStoreException | MalformedJsonException e) {
            return 0;
        }
    }
}
