// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarType;
import dev.cooper.oci.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// Puts an archive together, entry by entry, in whatever order and however bad.
final class Archive {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarWriter tar = new TarWriter(bytes);

    Archive file(String path, String content) {
        byte[] all = content.getBytes(UTF_8);
        return entry(TarEntry.file(Bytes.of(path), 0644, all.length), all);
    }

    Archive folder(String path) {
        return folder(path, 0755);
    }

    Archive folder(String path, int mode) {
        return entry(TarEntry.directory(Bytes.of(path), mode));
    }

    Archive symlink(String path, String target) {
        return entry(TarEntry.symlink(Bytes.of(path), Bytes.of(target)));
    }

    Archive hardlink(String path, String target) {
        return entry(TarEntry.hardlink(Bytes.of(path), Bytes.of(target)));
    }

    Archive device(String path, TarType type, int major, int minor) {
        return entry(
                new TarEntry(
                        Bytes.of(path),
                        type,
                        0666,
                        0,
                        0,
                        0,
                        0,
                        0,
                        Bytes.EMPTY,
                        major,
                        minor,
                        Collections.emptySortedMap()));
    }

    static SortedMap<Bytes, Bytes> xattr(String name, String value) {
        SortedMap<Bytes, Bytes> one = new TreeMap<>();
        one.put(Bytes.of(name), Bytes.of(value));
        return one;
    }

    Archive entry(TarEntry entry) {
        return entry(entry, new byte[0]);
    }

    Archive entry(TarEntry entry, byte[] content) {
        try {
            tar.entry(entry, new ByteArrayInputStream(content));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] bytes() {
        try {
            tar.finish();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
