// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Kernel;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Rights;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The root folder: made, checked and opened; and its rooms, opened when first entered. Owns the
/// layout's version.
///
/// A root that others may write to, that someone else owns or that is a link is refused, because
/// everything below it is trusted. For any number of threads.
final class StoreRoot implements AutoCloseable {
    private static final byte[] VERSION = "cooper store 1\n".getBytes(UTF_8);
    private static final Name VERSION_FILE = Name.of("version");
    private static final String VERSION_DRAFT = "version.";
    private static final int OVERFLOW = 65534;

    private final Path path;
    private final Dir dir;
    private final Map<Room, Dir> rooms = new EnumMap<>(Room.class);

    private StoreRoot(Path path, Dir dir) {
        this.path = path;
        this.dir = dir;
    }

    static StoreRoot open(Path anyPath) throws IOException {
        Path path = anyPath.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
        } catch (FileAlreadyExistsException e) {
            throw new UnusableStoreException("the store " + path + " is not a directory");
        }
        if (Files.isSymbolicLink(path)) {
            throw new UnusableStoreException(
                    "the store " + path + " is a symbolic link: give the folder itself");
        }
        Dir dir = Dir.open(path);
        try {
            checkOwner(path, dir.self());
            checkVersion(path, dir);
            return new StoreRoot(path, dir);
        } catch (IOException | RuntimeException e) {
            dir.close();
            throw e;
        }
    }

    private static void checkOwner(Path path, Stat stat) throws IOException {
        if (!Kernel.owns(stat)) {
            throw new UnusableStoreException(
                    "the store %s belongs to %s, not to you (%d): choose another folder with --root"
                            .formatted(path, owner(path), Rights.own().uidOutside()));
        }
        // What a missing folder got from the umask is not somebody's wish to share it.
        if ((stat.permissions() & 0022) != 0) {
            throw new UnusableStoreException(
                    "the store %s may be written by others (mode %04o): chmod 700 it if nobody did"
                            .formatted(path, stat.permissions()));
        }
    }

    /// As far as it can be told from here: users outside of a namespace have no number in it.
    private static String owner(Path path) throws IOException {
        int uid = (int) Files.getAttribute(path, "unix:uid");
        boolean outside = Rights.own().inUserNamespace() && uid == OVERFLOW;
        return outside ? "another user" : "user " + uid;
    }

    private static void checkVersion(Path path, Dir dir) throws IOException {
        byte[] found = readVersion(dir);
        if (found == null) {
            found = initialise(path, dir);
        }
        if (!Arrays.equals(found, VERSION)) {
            throw new UnusableStoreException(
                    "the store %s was made by another version: it says \"%s\", this one is \"%s\""
                            .formatted(path, Name.of(printable(found)), text(VERSION)));
        }
        StoreForm.check(path, dir);
        if (dir.self().permissions() != 0700) {
            dir.chmodSelf(0700);
        }
    }

    private static byte[] printable(byte[] found) {
        return text(found).replace("\0", "").getBytes(UTF_8);
    }

    private static String text(byte[] version) {
        return new String(version, UTF_8).strip();
    }

    private static byte @org.jspecify.annotations.Nullable [] readVersion(Dir dir)
            throws IOException {
        try (OpenFile file = dir.openFile(VERSION_FILE)) {
            return file.inputStream().readNBytes(200);
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT)) {
                return null;
            }
            throw e;
        }
    }

    /// Makes the rooms, then the version file, which says that they are there. Any number may do
    /// this at once.
    private static byte[] initialise(Path path, Dir dir) throws IOException {
        Set<String> known =
                Arrays.stream(Room.values()).map(Room::folder).collect(Collectors.toSet());
        List<DirEntry> entries = dir.list();
        for (DirEntry entry : entries) {
            String name = entry.name().text();
            boolean ours = known.contains(name) || name.startsWith(VERSION_DRAFT);
            if (!ours
                    && !name.equals("lost+found")
                    && !name.equals("version")
                    && !name.equals(StoreForm.FILE.text())) {
                throw new UnusableStoreException(
                        "%s is no store and not empty: it holds %s".formatted(path, entry.name()));
            }
        }
        dir.chmodSelf(0700);
        StoreForm.write(dir);
        for (Room room : Room.values()) {
            mkdirIfMissing(dir, room.fileName());
        }
        Name draft = Name.of(VERSION_DRAFT + RandomIds.shortId());
        try (OpenFile file = dir.create(draft, 0600)) {
            file.write(VERSION, 0, VERSION.length);
            file.sync();
        }
        dir.rename(draft, dir, VERSION_FILE);
        return VERSION;
    }

    /// Makes a folder of the store unless it is there.
    static void mkdirIfMissing(Dir dir, Name name) throws PosixException {
        try {
            dir.mkdir(name, 0700);
        } catch (PosixException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        }
    }

    Path path() {
        return path;
    }

    Path path(Room room) {
        return path.resolve(room.folder());
    }

    Dir dir() {
        return dir;
    }

    /// The room, open as long as the store is.
    synchronized Dir dir(Room room) throws PosixException {
        Dir open = rooms.get(room);
        if (open == null) {
            open = enter(room);
            rooms.put(room, open);
        }
        return open;
    }

    /// One that this store was made without is made now.
    private Dir enter(Room room) throws PosixException {
        try {
            return dir.openDir(room.fileName());
        } catch (PosixException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
            mkdirIfMissing(dir, room.fileName());
            return dir.openDir(room.fileName());
        }
    }

    @Override
    public synchronized void close() {
        rooms.values().forEach(Dir::close);
        rooms.clear();
        dir.close();
    }
}
