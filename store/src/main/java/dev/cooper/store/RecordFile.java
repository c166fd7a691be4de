// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Digester;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The form that all records of the store share: a line with a sha256, a line of JSON, and any
/// bytes.
///
/// The hash is over the record's kind, its name, and all that follows the first line; so a record
/// that was damaged, cut off, or put in another one's place is known by itself.
///
/// @param fields the JSON line
/// @param body what follows it; empty for most
record RecordFile(Json.Obj fields, Body body) {
    /// Bytes that belong to this record alone.
    record Body(@SuppressWarnings("ArrayRecordComponent") byte[] bytes) {}

    private static final int MAX_BYTES = 16 << 20;
    private static final int HASH_LINE = 65;

    static RecordFile of(Json.Obj fields) {
        return new RecordFile(fields, new Body(new byte[0]));
    }

    static RecordFile of(Json.Obj fields, byte[] body) {
        return new RecordFile(fields, new Body(body));
    }

    /// The record as the file of this kind and name has it.
    byte[] encode(String kind, String name) {
        byte[] json = fields.toBytes();
        byte[] file = new byte[HASH_LINE + json.length + 1 + body.bytes.length];
        System.arraycopy(json, 0, file, HASH_LINE, json.length);
        file[HASH_LINE + json.length] = '\n';
        System.arraycopy(body.bytes, 0, file, HASH_LINE + json.length + 1, body.bytes.length);
        byte[] hash = hash(kind, name, file).getBytes(UTF_8);
        System.arraycopy(hash, 0, file, 0, hash.length);
        file[HASH_LINE - 1] = '\n';
        return file;
    }

    /// What [#encode] was given.
    ///
    /// @throws CorruptStoreException for anything that it doesn't write
    static RecordFile decode(String kind, String name, byte[] file) throws CorruptStoreException {
        int newline = HASH_LINE;
        while (newline < file.length && file[newline] != '\n') {
            newline++;
        }
        if (newline >= file.length
                || !hash(kind, name, file).equals(new String(file, 0, HASH_LINE - 1, UTF_8))) {
            throw new CorruptStoreException(
                    "the store's record of " + kind + " " + name + " is damaged");
        }
        try {
            return of(
                    Json.parseObject(Arrays.copyOfRange(file, HASH_LINE, newline)),
                    Arrays.copyOfRange(file, newline + 1, file.length));
        } catch (MalformedJsonException e) {
            throw new CorruptStoreException(
                    "the store's record of " + kind + " " + name + " can't be read", e);
        }
    }

    /// A record with what the kernel said of its file.
    record OnDisk(RecordFile record, Stat stat) {}

    /// The record in this file, null if there is no such file.
    ///
    /// @param file relative to `dir`, no links
    static @Nullable RecordFile read(Dir dir, Name file, String kind, String name)
            throws IOException {
        OnDisk found = readOnDisk(dir, file, kind, name);
        return found == null ? null : found.record();
    }

    /// As [#read].
    static @Nullable OnDisk readOnDisk(Dir dir, Name file, String kind, String name)
            throws IOException {
        Content content = content(dir, file);
        return content == null
                ? null
                : new OnDisk(decode(kind, name, content.bytes()), content.stat());
    }

    /// All of a small file, null if there is none.
    static byte @Nullable [] contentOrNull(Dir dir, Name file) throws IOException {
        Content content = content(dir, file);
        return content == null ? null : content.bytes();
    }

    private record Content(@SuppressWarnings("ArrayRecordComponent") byte[] bytes, Stat stat) {}

    private static @Nullable Content content(Dir dir, Name file) throws IOException {
        try (OpenFile open = dir.openFile(file)) {
            Stat stat = open.stat();
            long size = stat.size();
            if (size > MAX_BYTES) {
                throw new CorruptStoreException(
                        "the store's file %s is too large: %d bytes".formatted(file, size));
            }
            byte[] bytes = new byte[(int) size];
            int at = 0;
            while (at < bytes.length) {
                int n = open.read(bytes, at, bytes.length - at);
                if (n < 0) {
                    return new Content(Arrays.copyOf(bytes, at), stat);
                }
                at += n;
            }
            return new Content(bytes, stat);
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
                return null;
            }
            throw e;
        }
    }

    private static String hash(String kind, String name, byte[] file) {
        byte[] title = (kind + "\n" + name + "\n").getBytes(UTF_8);
        Digester digester = Digest.digester();
        digester.update(title, 0, title.length);
        if (file.length > HASH_LINE) {
            digester.update(file, HASH_LINE, file.length - HASH_LINE);
        }
        return digester.digest().hex();
    }
}
