// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.explain;

import dev.cooper.build.tree.FileListing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The first file in which two listings ([FileListing]) differ, in words.
final class FileDifference {
    private static final int FIELDS = 7;

    private FileDifference() {}

    /// @param fields type, mode, owner, size, content, attributes
    private record File(@SuppressWarnings("ArrayRecordComponent") String[] fields) {
        String type() {
            return fields[0];
        }

        String content() {
            return fields[4];
        }
    }

    /// Empty if no file that is listed differs.
    static Optional<String> first(String before, String now) {
        Map<String, File> old = files(before);
        Map<String, File> fresh = files(now);
        boolean whole = !before.endsWith(FileListing.MORE + "\n");
        TreeSet<String> paths = new TreeSet<>(fresh.keySet());
        paths.addAll(old.keySet());
        String first = null;
        int more = 0;
        for (String path : paths) {
            String told =
                    whole || old.containsKey(path)
                            ? told(path, old.get(path), fresh.get(path))
                            : null;
            if (told != null && first == null) {
                first = told;
            } else if (told != null) {
                more++;
            }
        }
        return Optional.ofNullable(first == null ? null : first + others(more));
    }

    private static String others(int more) {
        return more == 0 ? "" : " (and " + more + (more == 1 ? " more file)" : " more files)");
    }

    private static Map<String, File> files(String listing) {
        Map<String, File> files = new LinkedHashMap<>();
        for (String line : listing.lines().toList()) {
            String[] fields = line.split("\t", FIELDS);
            if (fields.length == FIELDS) {
                files.put(fields[FIELDS - 1], new File(fields));
            }
        }
        return files;
    }

    private static @Nullable String told(String path, @Nullable File old, @Nullable File now) {
        if (old == null) {
            return path + " is new";
        }
        if (now == null) {
            return path + " is gone";
        }
        if (!old.type().equals(now.type())) {
            return path + " was a " + type(old) + " and is a " + type(now);
        }
        if (!old.content().equals(now.content())) {
            return now.type().equals("l")
                    ? path + " led to " + old.content() + " and leads to " + now.content()
                    : "%s has other content: sha256:%s… before, sha256:%s… now"
                            .formatted(path, old.content(), now.content());
        }
        String[] names = {"type", "mode", "owner", "size", "content", "attributes"};
        for (int i = 1; i < names.length; i++) {
            if (!old.fields()[i].equals(now.fields()[i])) {
                return i == 5
                        ? path + " has other extended attributes"
                        : "%s has another %s: %s before, %s now"
                                .formatted(path, names[i], old.fields()[i], now.fields()[i]);
            }
        }
        return null;
    }

    private static String type(File file) {
        return switch (file.type()) {
            case "f" -> "file";
            case "d" -> "folder";
            case "l" -> "link";
            default -> "special file";
        };
    }
}
