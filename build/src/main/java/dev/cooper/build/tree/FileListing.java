// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.oci.Digest;
import dev.cooper.posix.FileType;
import dev.cooper.posix.Name;
import dev.cooper.posix.Stat;
import java.util.ArrayList;
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

    /// @param content digest of a regular file, target of a link; null for anything else
    /// @param attributes digest of those that count; null for none
    private record Entry(
            Name path,
            Stat stat,
            int uid,
            int gid,
            @Nullable Object content,
            @Nullable Digest attributes) {}

    void add(
            Name path,
            Stat stat,
            int uid,
            int gid,
            @Nullable Object content,
            @Nullable Digest attributes) {
        if (entries.size() < MOST) {
            entries.add(new Entry(path, stat, uid, gid, content, attributes));
        } else {
            more = true;
        }
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
        Stat stat = entry.stat();
        text.append(letter(stat.type())).append('\t');
        text.append(Integer.toOctalString(stat.permissions())).append('\t');
        text.append(entry.uid()).append(':').append(entry.gid()).append('\t');
        text.append(stat.isRegular() ? Long.toString(stat.size()) : "-").append('\t');
        text.append(
                switch (entry.content()) {
                    case Digest digest -> digest.hex().substring(0, SHORT);
                    case Name target -> escaped(target.text());
                    case null, default -> "-";
                });
        text.append('\t');
        Digest attributes = entry.attributes();
        text.append(attributes == null ? "-" : attributes.hex().substring(0, SHORT)).append('\t');
        text.append(entry.path().isEmpty() ? "." : escaped(entry.path().text())).append('\n');
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
