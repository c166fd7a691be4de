// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Name;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Walks all layers of a chain at once, folder by folder: what each of them has of its own, and
/// which later layer takes it away again. Reads names and attributes, no content; holds no more
/// than the folders on the way from the root to where it is.
///
/// Whiteouts and opaque marks say what is hidden (OCI image specification, layer.md).
public final class LayerWalk {
    /// [Entry#hiddenBy] of what no layer hides.
    public static final int NEVER = Integer.MAX_VALUE;

    /// What a layer does to a path.
    public enum Change {
        ADDED,
        CHANGED,
        DELETED,
        /// A folder that was there before; what is in it may be new.
        SAME
    }

    /// One path of one layer.
    ///
    /// @param path from the root, without a slash in front
    /// @param layer which, 0 for the lowest
    /// @param stat null if deleted
    /// @param hiddenBy the first later layer that replaces or deletes it; [#NEVER] if it is in the
    ///   image
    /// @param replaced whether that layer has something of its own there
    public record Entry(
            Name path,
            int layer,
            Change change,
            @Nullable Stat stat,
            int hiddenBy,
            boolean replaced) {
        private static Entry deleted(Name path, int layer) {
            return new Entry(path, layer, Change.DELETED, null, NEVER, false);
        }
    }

    /// Hears of all entries: folders before what is in them, names in bytewise order, and of one
    /// path the lowest layer first.
    @FunctionalInterface
    public interface Visitor {
        void entry(Entry entry) throws IOException;
    }

    /// What one layer has under a name.
    private record Version(int layer, Stat stat, boolean opaque, int hiddenBy) {
        boolean isFolder() {
            return stat.isDirectory();
        }

        /// Whether nothing is left of an earlier one.
        boolean hides(Version earlier) {
            return opaque || !isFolder() || !earlier.isFolder();
        }

        Version hiddenBy(int other) {
            return new Version(layer, stat, opaque, other);
        }
    }

    /// One layer's form of a folder.
    private record Folder(int layer, Dir dir, int hiddenBy) {}

    private record Level(
            Name path, List<Folder> folders, Iterator<Map.Entry<Name, List<Version>>> left) {
        void close() {
            folders.forEach(each -> each.dir().close());
        }
    }

    private final Visitor visitor;

    private LayerWalk(Visitor visitor) {
        this.visitor = visitor;
    }

    /// @param top the highest layer; null for none
    public static void walk(Snapshots snapshots, @Nullable SnapshotId top, Visitor visitor)
            throws IOException, InterruptedException {
        List<Folder> roots = new ArrayList<>();
        try {
            for (SnapshotId each : snapshots.chain(top).reversed()) {
                roots.add(new Folder(roots.size(), snapshots.openOwn(each), NEVER));
            }
        } catch (IOException e) {
            roots.forEach(each -> each.dir().close());
            throw e;
        }
        new LayerWalk(visitor).walk(roots);
    }

    private void walk(List<Folder> roots) throws IOException, InterruptedException {
        List<Level> open = new ArrayList<>();
        try {
            open.add(level(Name.of(""), roots));
            while (!open.isEmpty()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                Level level = open.getLast();
                if (!level.left().hasNext()) {
                    open.removeLast().close();
                } else {
                    var next = level.left().next();
                    Level deeper = child(level, next.getKey(), next.getValue());
                    if (deeper != null) {
                        open.add(deeper);
                    }
                }
            }
        } finally {
            open.forEach(Level::close);
        }
    }

    private static Level level(Name path, List<Folder> folders) throws IOException {
        try {
            Map<Name, List<Version>> names = new TreeMap<>();
            for (Folder folder : folders) {
                for (DirEntry each : folder.dir().list()) {
                    Stat stat = folder.dir().stat(each.name());
                    boolean opaque =
                            stat.isDirectory()
                                    && LayerXattrs.isOpaque(folder.dir().xattrs(each.name()));
                    names.computeIfAbsent(each.name(), _ -> new ArrayList<>(1))
                            .add(new Version(folder.layer(), stat, opaque, folder.hiddenBy()));
                }
            }
            return new Level(path, folders, names.entrySet().iterator());
        } catch (IOException e) {
            folders.forEach(each -> each.dir().close());
            throw e;
        }
    }

    private @Nullable Level child(Level level, Name name, List<Version> found) throws IOException {
        Name path = level.path().child(name);
        List<Version> versions = found;
        for (int i = 0; i < versions.size() - 1; i++) {
            int hiddenBy = versions.get(i).hiddenBy();
            for (Version later : versions.subList(i + 1, versions.size())) {
                if (later.layer() >= hiddenBy) {
                    break;
                }
                if (later.hides(versions.get(i))) {
                    hiddenBy = later.layer();
                    break;
                }
            }
            versions.set(i, versions.get(i).hiddenBy(hiddenBy));
        }
        tell(level, path, versions);
        List<Folder> folders = new ArrayList<>();
        try {
            for (Version each : versions) {
                if (each.isFolder()) {
                    Dir own = folder(level, each.layer()).openDir(name);
                    folders.add(new Folder(each.layer(), own, each.hiddenBy()));
                }
            }
        } catch (IOException e) {
            folders.forEach(each -> each.dir().close());
            throw e;
        }
        return folders.isEmpty() ? null : level(path, folders);
    }

    private static Dir folder(Level level, int layer) {
        for (Folder each : level.folders()) {
            if (each.layer() == layer) {
                return each.dir();
            }
        }
        throw new IllegalStateException("no folder of layer " + layer);
    }

    private void tell(Level level, Name path, List<Version> versions) throws IOException {
        Version before = null;
        for (Version each : versions) {
            before = withoutOpaque(level, path, before, each.layer());
            boolean seen = before != null && before.hiddenBy() >= each.layer();
            if (!each.stat().isWhiteout()) {
                Change change = Change.ADDED;
                if (before != null && seen) {
                    change = before.isFolder() && each.isFolder() ? Change.SAME : Change.CHANGED;
                }
                boolean replaced =
                        versions.stream()
                                .anyMatch(later ->
                                        later.layer() == each.hiddenBy()
                                                && !later.stat().isWhiteout());
                visitor.entry(
                        new Entry(
                                path,
                                each.layer(),
                                change,
                                each.stat(),
                                each.hiddenBy(),
                                replaced));
                before = each;
            } else {
                if (seen) {
                    visitor.entry(Entry.deleted(path, each.layer()));
                }
                before = null;
            }
        }
        withoutOpaque(level, path, before, NEVER);
    }

    /// An opaque folder deletes names without naming them.
    ///
    /// @return what is left to be seen
    private @Nullable Version withoutOpaque(
            Level level, Name path, @Nullable Version before, int until) throws IOException {
        if (before == null || before.hiddenBy() >= until) {
            return before;
        }
        for (Folder each : level.folders()) {
            if (each.layer() == before.hiddenBy()) {
                visitor.entry(Entry.deleted(path, each.layer()));
            }
        }
        return null;
    }
}
