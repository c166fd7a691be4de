// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it.language;

import dev.cooper.oci.Bytes;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A tree as text, a line for each file: type, mode, owner, path, content or target.
final class TreeText {
    /// Of longer contents only the size is told.
    private static final int MOST_CONTENT = 120;

    private final SortedMap<String, String> lines = new TreeMap<>();

    /// By inode: busybox alone has hundreds of names.
    private final Map<Long, String> contents = new HashMap<>();

    private TreeText() {}

    static SortedMap<String, String> of(Dir root) throws IOException {
        TreeText text = new TreeText();
        text.walk(root, "/");
        return text.lines;
    }

    /// Lines that `base` has not, and a `-` for each path that only `base` has.
    static List<String> difference(SortedMap<String, String> base, SortedMap<String, String> tree) {
        SortedMap<String, String> different = new TreeMap<>();
        tree.forEach((path, line) -> {
            if (!line.equals(base.get(path))) {
                different.put(path, line);
            }
        });
        base.keySet()
                .forEach(path -> {
                    if (!tree.containsKey(path) && tree.containsKey(parent(path))) {
                        different.put(path, "- " + path);
                    }
                });
        return new ArrayList<>(different.values());
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/', path.length() - 2);
        return path.substring(0, slash + 1);
    }

    private void walk(Dir folder, String path) throws IOException {
        Stat self = folder.self();
        lines.put(path, "d " + owned(self) + " " + path);
        for (DirEntry entry : folder.list()) {
            String child = path + entry.name();
            Stat stat = folder.stat(entry.name());
            switch (stat.type()) {
                case DIRECTORY -> {
                    try (Dir below = folder.openDir(entry.name())) {
                        walk(below, child + "/");
                    }
                }
                case REGULAR ->
                        lines.put(
                                child,
                                "f "
                                        + owned(stat)
                                        + " "
                                        + child
                                        + " "
                                        + content(folder, entry.name(), stat));
                case SYMLINK ->
                        lines.put(
                                child,
                                "l %d:%d %s -> %s"
                                        .formatted(
                                                stat.uid(),
                                                stat.gid(),
                                                child,
                                                folder.readlink(entry.name())));
                case FIFO -> lines.put(child, "p " + owned(stat) + " " + child);
                case SOCKET -> lines.put(child, "s " + owned(stat) + " " + child);
                case CHARACTER, BLOCK ->
                        lines.put(
                                child,
                                "%s %s %s %d:%d"
                                        .formatted(
                                                stat.type()
                                                        .name()
                                                        .toLowerCase(java.util.Locale.ROOT),
                                                owned(stat),
                                                child,
                                                Stat.major(stat.rdev()),
                                                Stat.minor(stat.rdev())));
            }
        }
    }

    private static String owned(Stat stat) {
        return "%04o %d:%d".formatted(stat.permissions(), stat.uid(), stat.gid());
    }

    private String content(Dir folder, Name name, Stat stat) throws IOException {
        String known = contents.get(stat.ino());
        if (known != null) {
            return known;
        }
        try (OpenFile file = folder.openFile(name)) {
            byte[] bytes = file.inputStream().readAllBytes();
            String content =
                    bytes.length > MOST_CONTENT
                            ? bytes.length + " bytes"
                            : "\"" + oneLine(Bytes.of(bytes).text()) + "\"";
            contents.put(stat.ino(), content);
            return content;
        }
    }

    static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\t' -> line.append("\\t");
                case '\r' -> line.append("\\r");
                case '\\' -> line.append("\\\\");
                default -> {
                    if (c < ' ' || (c >= 0xdc80 && c <= 0xdcff)) {
                        line.append("\\x%02x".formatted(c & 0xff));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
        return line.toString();
    }
}
