// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import dev.cooper.posix.LibC.Scratch;
import dev.cooper.posix.LinkRecords.Owner;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Keeps beside a file what this process can't make of it, and gives it back whenever the file is
/// looked at: an owner that its namespace doesn't have, a device, attributes that only root of the
/// machine may set, a mode that would lock itself out. Whoever works with [Dir] and [OpenFile] sees
/// the files as they are meant, as root would.
///
/// For root of the machine nothing of this exists, and nothing is looked for. What a program in a
/// sandbox does, the kernel does: it sees the files as they lie on the disk.
final class Records {
    /// Whether anything may be kept in records.
    static final boolean ACTIVE = !Rights.own().isFull();

    /// Whether there is no overlay where trees are kept, as they may lie on one themselves: that
    /// refuses the devices and attributes by which overlays hide files, even from root.
    static volatile boolean onOverlay;

    /// Whether owners are.
    static final boolean OWNERS = Rights.own().hasOneId();

    /// Whether modes are: without any privilege, a file that its owner may not write can't be given
    /// attributes.
    private static final boolean MODES = !Rights.own().has(Rights.Capability.DAC_OVERRIDE);

    /// All names of attributes that are used here.
    static final String PREFIX = "user.cooper.";

    private static final String OTHERS = PREFIX + "x.";
    private static final int NOBODY = 65534;

    private Records() {}

    /// Whether anything may be on record.
    static boolean active() {
        return ACTIVE || onOverlay;
    }

    /// A file as the calls for attributes take it.
    ///
    /// @param path the file
    /// @param follow whether its last name is a magic link of /proc
    record Place(Name path, boolean follow) {
        static Place of(int fd) {
            return new Place(Name.of("/proc/self/fd/" + fd), true);
        }

        static Place in(int folder, Name child) {
            return new Place(Name.of("/proc/self/fd/" + folder).child(child), false);
        }

        byte @Nullable [] get(String name) throws PosixException {
            Scratch scratch = LibC.scratch();
            long length =
                    LibC.call(
                            follow ? LibC.GETXATTR : LibC.LGETXATTR,
                            scratch.name(path),
                            scratch.text(name),
                            scratch.buffer.address(),
                            Scratch.BUFFER);
            if (length < 0) {
                // Also of what can have none, and where it was removed meanwhile.
                return null;
            }
            return scratch.copy(0, (int) length);
        }

        void put(String name, byte[] value) throws PosixException {
            try {
                Calls.setXattr(follow ? LibC.SETXATTR : LibC.LSETXATTR, path, name, value);
            } catch (PosixException e) {
                throw e.is(Errno.EOPNOTSUPP)
                        ? new PosixException(
                                "setxattr",
                                e.code(),
                                "",
                                "the owners of an image's files can't be recorded: this file system has no user attributes; choose a folder on another one with --root")
                        : e;
            }
        }

        void remove(String name) throws PosixException {
            Scratch scratch = LibC.scratch();
            long result =
                    LibC.call(
                            follow ? LibC.REMOVEXATTR : LibC.LREMOVEXATTR,
                            scratch.name(path),
                            scratch.text(name));
            if (result != -Errno.ENODATA.code() && result != -Errno.EOPNOTSUPP.code()) {
                LibC.check("removexattr", result, path);
            }
        }

        FileRecord record() throws PosixException {
            return FileRecord.parse(get(FileRecord.NAME));
        }

        private void record(FileRecord record, FileRecord before) throws PosixException {
            if (record.equals(before)) {
                return;
            }
            if (record.equals(FileRecord.NOTHING)) {
                remove(FileRecord.NAME);
            } else {
                put(FileRecord.NAME, record.text());
            }
        }
    }

    /// What the file is meant to be.
    ///
    /// @param folder holds `child`; or the file itself, where that is empty
    static Stat seen(Stat stat, int folder, Name child) throws PosixException {
        if (!active()) {
            return stat;
        }
        return switch (stat.type()) {
            case REGULAR -> {
                boolean mayStand = OWNERS || MODES || stat.size() == 0;
                yield mayStand ? seen(stat, place(folder, child).record()) : stat;
            }
            case DIRECTORY -> OWNERS || MODES ? seen(stat, place(folder, child).record()) : stat;
            case SYMLINK, FIFO, SOCKET, CHARACTER, BLOCK -> {
                if (!OWNERS || stat.isWhiteout()) {
                    yield stat;
                }
                Owner owner = child.isEmpty() ? null : ownerOfLink(stat, folder, child);
                FileRecord record =
                        owner == null
                                ? FileRecord.NOTHING
                                : FileRecord.NOTHING.owner(owner.uid(), owner.gid());
                yield seen(stat, record);
            }
        };
    }

    private static Place place(int folder, Name child) {
        return child.isEmpty() ? Place.of(folder) : Place.in(folder, child);
    }

    private static @Nullable Owner ownerOfLink(Stat stat, int folder, Name child)
            throws PosixException {
        byte[] known = Place.of(folder).get(LinkRecords.NAME);
        return known == null
                ? null
                : LinkRecords.parse(known).owners().get(key(stat.type(), folder, child));
    }

    private static int key(FileType type, int folder, Name child) throws PosixException {
        return LinkRecords.key(
                child, type == FileType.SYMLINK ? Calls.readlink(folder, child) : null);
    }

    private static Stat seen(Stat stat, FileRecord record) {
        int uid = stat.uid();
        int gid = stat.gid();
        int mode = stat.mode();
        long rdev = stat.rdev();
        Integer recordedUser = record.uid();
        Integer recordedGroup = record.gid();
        if (OWNERS && recordedUser != null && recordedGroup != null) {
            uid = recordedUser;
            gid = recordedGroup;
        } else if (OWNERS && stat.uid() == Rights.own().uid()) {
            // One's own are root's.
            uid = 0;
            gid = 0;
        } else if (OWNERS && stat.uid() == 0) {
            uid = NOBODY;
        }
        Integer recordedMode = record.mode();
        if (recordedMode != null && stat.permissions() == reachable(recordedMode, stat.type())) {
            mode = stat.type().bits() | recordedMode;
        }
        FileType device = record.device();
        if (device != null && stat.isRegular() && stat.size() == 0) {
            mode = device.bits() | (mode & 07777);
            rdev = record.rdev();
        }
        return stat.as(mode, uid, gid, rdev);
    }

    /// The mode with what its owner needs to go on.
    private static int reachable(int permissions, FileType type) {
        return permissions | (type == FileType.DIRECTORY ? 0700 : 0600);
    }

    /// @param folder holds `child`; or the file itself, where that is empty
    static void chown(int folder, Name child, int uid, int gid) throws PosixException {
        Stat raw = raw(folder, child);
        switch (raw.type()) {
            case REGULAR, DIRECTORY -> {
                Place place = place(folder, child);
                FileRecord before = place.record();
                boolean root = uid == 0 && gid == 0;
                place.record(before.owner(root ? null : uid, root ? null : gid), before);
            }
            case SYMLINK, FIFO, SOCKET, CHARACTER, BLOCK -> {
                Map<Integer, Owner> owners =
                        new LinkedHashMap<>(
                                LinkRecords.parse(Place.of(folder).get(LinkRecords.NAME)).owners());
                int key = key(raw.type(), folder, child);
                Owner owner = new Owner(uid, gid);
                boolean root = uid == 0 && gid == 0;
                if (root ? owners.remove(key) != null : !owner.equals(owners.put(key, owner))) {
                    keep(folder, child, owners);
                }
            }
        }
    }

    private static void keep(int folder, Name child, Map<Integer, Owner> owners)
            throws PosixException {
        if (owners.isEmpty()) {
            Place.of(folder).remove(LinkRecords.NAME);
            return;
        }
        try {
            Place.of(folder).put(LinkRecords.NAME, new LinkRecords(owners).bytes());
        } catch (PosixException e) {
            if (e.is(Errno.ENOSPC) || e.is(Errno.E2BIG)) {
                throw new PosixException(
                        "setxattr",
                        e.code(),
                        child.toString(),
                        "the folder has no room to record the owners of %d links: ranges in /etc/subuid and /etc/subgid make that unnecessary"
                                .formatted(owners.size()));
            }
            throw e;
        }
    }

    /// Brings along what a folder says of the links in it.
    static void links(Place from, Place to) throws PosixException {
        byte[] known = OWNERS ? from.get(LinkRecords.NAME) : null;
        if (known != null) {
            to.put(LinkRecords.NAME, known);
        }
    }

    /// The mode to set; what is missing is kept.
    static int chmod(int folder, Name child, int mode) throws PosixException {
        if (!MODES) {
            return mode;
        }
        Stat raw = raw(folder, child);
        if (!raw.isRegular() && !raw.isDirectory()) {
            return mode;
        }
        int permissions = mode & 07777;
        int possible = reachable(permissions, raw.type());
        Place place = place(folder, child);
        FileRecord before = place.record();
        place.record(before.permissions(possible == permissions ? null : permissions), before);
        return possible;
    }

    /// An empty file stands for the device.
    static void device(int folder, Name child, FileType type, long rdev) throws PosixException {
        Place place = Place.in(folder, child);
        FileRecord before = place.record();
        place.record(before.device(type, rdev), before);
    }

    private static Stat raw(int folder, Name child) throws PosixException {
        Stat stat = Calls.rawOrNull(folder, child, child.isEmpty() ? LibC.AT_EMPTY_PATH : 0, child);
        if (stat == null) {
            throw new PosixException("statx", Errno.ENOENT.code(), child.toString());
        }
        return stat;
    }

    /// Whether an attribute that was refused is kept under another name.
    static boolean isKept(String name) {
        return active() && (name.startsWith("trusted.") || name.equals("security.capability"));
    }

    static String kept(String name) {
        return OTHERS + name;
    }

    /// Without what is only of use here, and with what is kept under other names.
    static SortedMap<String, byte[]> shown(SortedMap<String, byte[]> attributes) {
        if (attributes.isEmpty() || attributes.tailMap(PREFIX).isEmpty()) {
            return attributes;
        }
        SortedMap<String, byte[]> shown = new TreeMap<>();
        attributes.forEach((name, value) -> {
            if (!name.startsWith(PREFIX)) {
                shown.put(name, value);
            } else if (active() && name.startsWith(OTHERS)) {
                shown.put(name.substring(OTHERS.length()), value);
            }
        });
        return shown;
    }
}
