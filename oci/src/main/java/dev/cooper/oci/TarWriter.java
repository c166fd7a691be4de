// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Writes an archive in the one form that every layer's digest hangs on
/// (docs/decisions/0007-layer-tar.md): equal entries give equal bytes, on any machine.
///
/// - POSIX ustar wherever the fields hold the value: the path in `name`, or cut at the first slash
///   that lets both halves fit `prefix` and `name`; no user or group names; device numbers only of
///   devices, zero elsewhere.
/// - Otherwise one PAX header before the entry with only the records that are needed, in bytewise
///   order of their keys: `SCHILY.xattr.NAME`, `gid`, `linkpath`, `mtime`, `path`, `size`, `uid`.
///   Its own name is `PaxHeaders/` and the last 80 bytes of the entry's file name. Paths and values
///   are raw bytes, as GNU tar and Go take them.
/// - Times are whole seconds, rounded down. No access or change times.
/// - Folders end in a slash. Content is padded to 512 bytes; two zero blocks end the archive, and
///   nothing more.
///
/// Used by one thread.
public final class TarWriter implements AutoCloseable {
    private static final long MOST_ID = 07777777;
    private static final long MOST_SIZE = 077777777777L;
    private static final byte[] ZEROS = new byte[TarHeader.BLOCK];

    private final OutputStream out;
    private final byte[] buffer = new byte[1 << 16];
    private boolean finished;

    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /// Writes an entry and, of a file, exactly `size` bytes of `content`, which stays open.
    ///
    /// @throws IOException if there are fewer
    public void entry(TarEntry entry, InputStream content) throws IOException {
        headers(entry);
        if (entry.isFile()) {
            copy(entry, content);
        }
    }

    /// Writes an entry that has no content.
    public void entry(TarEntry entry) throws IOException {
        entry(entry, InputStream.nullInputStream());
    }

    /// What writes a file's content when it is its turn.
    @FunctionalInterface
    public interface Content {
        /// @param out not to be closed
        void writeTo(OutputStream out) throws IOException, InterruptedException;
    }

    /// Writes a file whose content comes from one who writes, exactly `size` bytes of it.
    ///
    /// @throws IOException if there are fewer or more
    public void file(TarEntry entry, Content content) throws IOException, InterruptedException {
        headers(entry);
        long[] written = {0};
        content.writeTo(
                new FilterOutputStream(out) {
                    @Override
                    public void write(int b) throws IOException {
                        write(new byte[] {(byte) b}, 0, 1);
                    }

                    @Override
                    public void write(byte[] b, int off, int len) throws IOException {
                        written[0] += len;
                        if (written[0] > entry.size()) {
                            throw new IOException(
                                    entry.path()
                                            + " is longer than its size of "
                                            + entry.size()
                                            + " bytes");
                        }
                        super.out.write(b, off, len);
                    }
                });
        if (written[0] != entry.size()) {
            throw shorter(entry);
        }
        pad(entry.size());
    }

    private void headers(TarEntry entry) throws IOException {
        Bytes path =
                entry.isDirectory() && !entry.path().endsWith(Bytes.of("/"))
                        ? entry.path().concat(Bytes.of("/"))
                        : entry.path();
        SortedMap<Bytes, Bytes> records = records(entry, path);
        if (!records.isEmpty()) {
            extended(entry, records);
        }
        header(entry, path);
    }

    private static SortedMap<Bytes, Bytes> records(TarEntry entry, Bytes path) {
        SortedMap<Bytes, Bytes> records = new TreeMap<>();
        for (Map.Entry<Bytes, Bytes> each : entry.xattrs().entrySet()) {
            records.put(Bytes.of("SCHILY.xattr.").concat(each.getKey()), each.getValue());
        }
        if (TarHeader.split(path) == null) {
            records.put(Bytes.of("path"), path);
        }
        if (entry.linkTarget().length() > 100) {
            records.put(Bytes.of("linkpath"), entry.linkTarget());
        }
        putIf(records, "uid", Integer.toUnsignedLong(entry.uid()), MOST_ID);
        putIf(records, "gid", Integer.toUnsignedLong(entry.gid()), MOST_ID);
        putIf(records, "size", entry.size(), MOST_SIZE);
        putIf(records, "mtime", entry.mtimeSeconds(), MOST_SIZE);
        return records;
    }

    private static void putIf(SortedMap<Bytes, Bytes> records, String key, long value, long most) {
        if (value < 0 || value > most) {
            records.put(Bytes.of(key), Bytes.of(Long.toString(value)));
        }
    }

    private void extended(TarEntry entry, SortedMap<Bytes, Bytes> records) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Map.Entry<Bytes, Bytes> each : records.entrySet()) {
            body.writeBytes(record(each.getKey(), each.getValue()));
        }
        Bytes path = entry.path();
        Bytes name = path.slice(path.lastIndexOf('/') + 1, path.length());
        Bytes shortName =
                name.length() <= 80 ? name : name.slice(name.length() - 80, name.length());
        TarHeader header = new TarHeader(new byte[TarHeader.BLOCK]);
        header.put(0, Bytes.of("PaxHeaders/").concat(shortName));
        header.putNumber(100, 8, 0644);
        header.putNumber(108, 8, 0);
        header.putNumber(116, 8, 0);
        header.putNumber(124, 12, body.size());
        header.putNumber(136, 12, 0);
        finishHeader(header, 'x', 0, 0);
        body.writeTo(out);
        pad(body.size());
    }

    /// `LENGTH KEY=VALUE\n`, where the length counts its own digits.
    private static byte[] record(Bytes key, Bytes value) {
        int rest = 1 + key.length() + 1 + value.length() + 1;
        int length = rest + Integer.toString(rest).length();
        if (Integer.toString(length).length() + rest != length) {
            length++;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length);
        out.writeBytes((length + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(key.array());
        out.write('=');
        out.writeBytes(value.array());
        out.write('\n');
        return out.toByteArray();
    }

    private void header(TarEntry entry, Bytes path) throws IOException {
        TarHeader header = new TarHeader(new byte[TarHeader.BLOCK]);
        Integer cut = TarHeader.split(path);
        if (cut == null) {
            header.put(0, path.slice(0, 100));
        } else if (cut == 0) {
            header.put(0, path);
        } else {
            header.put(0, path.slice(cut + 1, path.length()));
            header.put(345, path.slice(0, cut));
        }
        header.putNumber(100, 8, entry.mode());
        header.putNumber(108, 8, within(Integer.toUnsignedLong(entry.uid()), MOST_ID));
        header.putNumber(116, 8, within(Integer.toUnsignedLong(entry.gid()), MOST_ID));
        header.putNumber(124, 12, entry.isFile() ? within(entry.size(), MOST_SIZE) : 0);
        header.putNumber(136, 12, within(entry.mtimeSeconds(), MOST_SIZE));
        Bytes target = entry.linkTarget();
        header.put(157, target.length() <= 100 ? target : target.slice(0, 100));
        boolean device = entry.type() == TarType.CHARACTER || entry.type() == TarType.BLOCK;
        finishHeader(
                header,
                letter(entry.type()),
                device ? entry.devMajor() : 0,
                device ? entry.devMinor() : 0);
    }

    private void finishHeader(TarHeader header, char type, int major, int minor)
            throws IOException {
        header.put(156, Bytes.of(String.valueOf(type)));
        header.put(257, Bytes.of("ustar\00000"));
        header.putNumber(329, 8, within(major, MOST_ID));
        header.putNumber(337, 8, within(minor, MOST_ID));
        header.seal();
        out.write(header.block());
    }

    /// What doesn't fit stands in a PAX record; the field is zero then.
    private static long within(long value, long most) {
        return value < 0 || value > most ? 0 : value;
    }

    private static char letter(TarType type) {
        return switch (type) {
            case FILE -> '0';
            case HARDLINK -> '1';
            case SYMLINK -> '2';
            case CHARACTER -> '3';
            case BLOCK -> '4';
            case DIRECTORY -> '5';
            case FIFO -> '6';
        };
    }

    private void copy(TarEntry entry, InputStream content) throws IOException {
        long left = entry.size();
        while (left > 0) {
            int n = content.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (n < 0) {
                throw shorter(entry);
            }
            out.write(buffer, 0, n);
            left -= n;
        }
        pad(entry.size());
    }

    private static IOException shorter(TarEntry entry) {
        return new IOException(
                entry.path() + " is shorter than its size of " + entry.size() + " bytes");
    }

    private void pad(long size) throws IOException {
        int over = (int) (size % TarHeader.BLOCK);
        if (over > 0) {
            out.write(ZEROS, 0, TarHeader.BLOCK - over);
        }
    }

    /// Writes the two zero blocks, once, and flushes; the stream below stays open.
    public void finish() throws IOException {
        if (!finished) {
            finished = true;
            out.write(ZEROS);
            out.write(ZEROS);
        }
        out.flush();
    }

    @Override
    public void close() throws IOException {
        finish();
        out.close();
    }
}
