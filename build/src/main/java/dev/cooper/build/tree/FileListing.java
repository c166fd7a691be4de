// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.oci.Digest;
import dev.cooper.posix.FileType;
import dev.cooper.posix.Name;
import dev.cooper.posix.Stat;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a content digest was made of, file by file, in the order of the walk. Kept as it comes,
/// since mostly nobody asks; the text is made when somebody does. For one thread.
///
/// A line for each file: type, mode, owner, size, digest or link target, digest of the attributes,
/// path; with tabs between, `-` for what a file doesn't have, and escapes for what a line can't
/// hold. Nothing of a file's content but its digest.
public final class FileListing {
    private static final int MOST = 100_000;
    private static final int SHORT = 16;

    /// Says at the end that there was more.
    public static final String MORE = "...";

    private final List<Entry> entries = new ArrayList<>();
    private boolean more;

    /// Of no file yet.
    public FileListing() {}

    /// A file in the list.
    static final class Entry {
        private final Name path;
        private final Stat stat;
        private final int uid;
        private final int gid;
        private final @Nullable Name target;
        private byte @Nullable [] content;
        private byte[] attributes;

        private Entry(
                Name path, Stat stat, int uid, int gid, @Nullable Name target, byte[] attributes) {
            this.path = path;
            this.stat = stat;
            this.uid = uid;
            this.gid = gid;
            this.target = target;
            this.attributes = attributes;
        }

        /// To be told once the file is read.
        void set(FileFacts facts) {
            content = facts.content();
            byte[] known = facts.attributes();
            attributes = known == null ? attributes : known;
        }
    }

    /// @param target of a link, null for anything else
    /// @param attributes those that count, as [FileFacts] has them
    Entry add(Name path, Stat stat, int uid, int gid, @Nullable Name target, byte[] attributes) {
        Entry entry = new Entry(path, stat, uid, gid, target, attributes);
        if (entries.size() < MOST) {
            entries.add(entry);
        } else {
            more = true;
        }
        return entry;
    }

    /// The lines.
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Entry each : entries) {
            line(each, text);
        }
        return more ? text.append(MORE).append('\n').toString() : text.toString();
    }

    private static void line(Entry entry, StringBuilder text) {
        Stat stat = entry.stat;
        text.append(letter(stat.type())).append('\t');
        text.append(Integer.toOctalString(stat.permissions())).append('\t');
        text.append(entry.uid).append(':').append(entry.gid).append('\t');
        text.append(stat.isRegular() ? Long.toString(stat.size()) : "-").append('\t');
        byte[] content = entry.content;
        Name target = entry.target;
        text.append(
                content != null
                        ? HexFormat.of().formatHex(content, 0, SHORT / 2)
                        : target != null ? escaped(target.text()) : "-");
        text.append('\t');
        Digest attributes = FileFacts.digest(entry.attributes);
        text.append(attributes == null ? "-" : attributes.hex().substring(0, SHORT)).append('\t');
        text.append(entry.path.isEmpty() ? "." : escaped(entry.path.text())).append('\n');
    }

    private static char letter(FileType type) {
        return switch (type) {
            case REGULAR -> 'f';
            case DIRECTORY -> 'd';
            case SYMLINK -> 'l';
            case CHARACTER -> 'c';
            case BLOCK -> 'b';
            case FIFO -> 'p';
            case SOCKET -> 's';
        };
    }

    private static String escaped(String name) {
        return name.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }
}
