// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes trees for tests, and says what is in them.
final class Trees {
    private Trees() {}

    /// What makes a tree.
    interface Making {
        void in(Dir root) throws IOException;
    }

    static SnapshotId commit(Store store, @Nullable SnapshotId parent, Making making)
            throws IOException {
        try (Draft draft = store.snapshots().draft(parent)) {
            try (Dir root = draft.tree().merged()) {
                making.in(root);
            }
            return draft.commit();
        }
    }

    static void write(Dir root, String path, String content) throws IOException {
        try (OpenFile file = root.create(Name.of(path), 0644)) {
            byte[] bytes = content.getBytes(UTF_8);
            file.write(bytes, 0, bytes.length);
            file.setTimes(1_000_000_000, 0);
        }
    }

    static String read(Dir root, String path) throws IOException {
        try (OpenFile file = root.resolveFile(Name.of(path))) {
            return new String(file.inputStream().readAllBytes(), UTF_8);
        }
    }

    static List<String> names(Dir root, String path) throws IOException {
        try (Dir dir = root.openDir(Name.of(path))) {
            return dir.list().stream().map(each -> each.name().text()).toList();
        }
    }

    /// Each path with type, mode, owner, time in seconds (but of the root), content and attributes.
    static Map<String, String> describe(Dir root) throws IOException {
        Map<String, String> all = new TreeMap<>();
        describe(root, "", all);
        return all;
    }

    private static void describe(Dir dir, String path, Map<String, String> all) throws IOException {
        for (DirEntry each : dir.list()) {
            Stat stat = dir.stat(each.name());
            List<String> parts = new ArrayList<>();
            parts.add(
                    "%s %o %d:%d %d %d"
                            .formatted(
                                    stat.type(),
                                    stat.permissions(),
                                    stat.uid(),
                                    stat.gid(),
                                    stat.mtimeSeconds(),
                                    stat.rdev()));
            dir.xattrs(each.name())
                    .forEach((name, value) -> {
                        if (!name.startsWith("trusted.overlay.")) {
                            parts.add(name + "=" + new String(value, UTF_8));
                        }
                    });
            String full = path + "/" + each.name().text();
            switch (stat.type()) {
                case DIRECTORY -> {
                    try (Dir below = dir.openDir(each.name())) {
                        describe(below, full, all);
                    }
                }
                case REGULAR -> {
                    parts.add("links " + stat.nlink());
                    try (OpenFile file = dir.openFile(each.name())) {
                        parts.add(new String(file.inputStream().readAllBytes(), UTF_8));
                    }
                }
                case SYMLINK -> parts.add("-> " + dir.readlink(each.name()).text());
                case CHARACTER, BLOCK, FIFO, SOCKET -> {
                    // No more than its type says.
                }
            }
            all.put(full, String.join(" ", parts));
        }
    }
}
