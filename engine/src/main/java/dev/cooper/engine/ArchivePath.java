// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.MalformedImageException;
import java.util.ArrayDeque;
import java.util.Deque;

/// Paths inside an archive of images, as keys: without `.`, doubled slashes and `..`. They never
/// become paths of the host.
final class ArchivePath {
    private ArchivePath() {}

    /// Empty for the root.
    ///
    /// @throws MalformedImageException if it leads out of the archive
    static String clean(String path) throws MalformedImageException {
        return clean("", path);
    }

    /// Of a link's target, seen from the link.
    static String target(String link, String target) throws MalformedImageException {
        int slash = link.lastIndexOf('/');
        return clean(slash < 0 ? "" : link.substring(0, slash), target);
    }

    private static String clean(String from, String path) throws MalformedImageException {
        if (path.startsWith("/")) {
            throw outside(path);
        }
        Deque<String> parts = new ArrayDeque<>();
        for (String part : (from + "/" + path).split("/", -1)) {
            switch (part) {
                case "", "." -> {
                    // Says nothing.
                }
                case ".." -> {
                    if (parts.pollLast() == null) {
                        throw outside(path);
                    }
                }
                default -> parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }

    private static MalformedImageException outside(String path) {
        return new MalformedImageException("the path " + Bytes.of(path) + " leads out of it");
    }
}
