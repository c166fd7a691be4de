// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Reads an archive entry by entry: v7, ustar, PAX and GNU, with long names, attributes and
/// old-style sparse files. Whatever breaks the format or a limit is a [MalformedTarException];
/// memory is bounded by [TarLimits#maxHeaderBytes] per entry.
///
/// The archive ends at two zero blocks, or at the stream's end where a header would begin; what
/// follows the zero blocks is not read. A size that the header and a PAX record both give is the
/// record's, as POSIX says, for the content as for the entry: there is no second reading of one
/// archive.
///
/// Used by one thread.
public final class TarReader implements AutoCloseable {
    private final InputStream in;
    private final TarLimits limits;
    private PaxRecords global = PaxRecords.empty();
    private long entries;
    private long bytes;

    /// Bytes of the current entry's stored content, with its padding, that nobody has read.
    private long stored;

    private long padding;
    private InputStream content = InputStream.nullInputStream();

    public TarReader(InputStream in, TarLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    /// The next entry, null at the end of the archive.
    public @Nullable TarEntry next() throws IOException {
        skip(stored + padding);
        stored = 0;
        padding = 0;
        content = InputStream.nullInputStream();
        PaxRecords local = PaxRecords.empty();
        Bytes longName = null;
        Bytes longLink = null;
        int headers = 0;
        while (true) {
            TarHeader header = header();
            if (header == null) {
                if (headers > 0) {
                    throw new MalformedTarException("the archive ends after an extended header");
                }
                return null;
            }
            long size = header.number(124, 12);
            switch (header.type()) {
                case 'x', 'X', 'g', 'L', 'K' -> {
                    headers = budget(headers, size, header);
                    byte[] body = body(size, header);
                    switch (header.type()) {
                        case 'g' -> global = global.with(PaxRecords.parse(body));
                        case 'L' -> longName = untilNul(body);
                        case 'K' -> longLink = untilNul(body);
                        default -> local = PaxRecords.parse(body);
                    }
                }
                default -> {
                    return entry(header, global.with(local), longName, longLink);
                }
            }
        }
    }

    private int budget(int before, long size, TarHeader header) throws MalformedTarException {
        // Counted at their least size too: a million empty headers are no entry.
        long after = before + Math.max(size, TarHeader.BLOCK);
        if (size < 0 || after > limits.maxHeaderBytes()) {
            throw new MalformedTarException(
                    "an extended header of " + size + " bytes: " + header.name());
        }
        return (int) after;
    }

    private TarEntry entry(
            TarHeader header, PaxRecords pax, @Nullable Bytes longName, @Nullable Bytes longLink)
            throws IOException {
        Bytes path = first(pax.value("path"), longName, header.name());
        Bytes link = first(pax.value("linkpath"), longLink, header.text(157, 100));
        TarType type = type(header, path);
        if (pax.isSparse()) {
            throw new MalformedTarException(
                    path + ": sparse files of PAX archives are not supported");
        }
        long size = pax.number("size", header.number(124, 12));
        if (size < 0) {
            throw new MalformedTarException(path + ": a size of " + size);
        }
        boolean file = type == TarType.FILE;
        stored = file || type == TarType.HARDLINK ? size : 0;
        padding = -stored & (TarHeader.BLOCK - 1);
        long whole = size;
        if (header.type() == 'S') {
            SparseMap map = SparseMap.read(header, this::block, limits, path);
            whole = map.realSize();
            content = map.content(new Stored());
        } else if (file) {
            content = new Stored();
        }
        count(path, file ? whole : 0);
        long @Nullable [] mtime = pax.time("mtime");
        Bytes clean = withoutSlash(path);
        check(clean, link, type);
        return new TarEntry(
                clean,
                type,
                (int) header.number(100, 8) & 07777,
                id(pax.number("uid", header.number(108, 8)), path),
                id(pax.number("gid", header.number(116, 8)), path),
                file ? whole : 0,
                mtime == null ? header.number(136, 12) : mtime[0],
                mtime == null ? 0 : (int) mtime[1],
                type == TarType.SYMLINK || type == TarType.HARDLINK ? link : Bytes.EMPTY,
                device(header, type, 329, path),
                device(header, type, 337, path),
                pax.xattrs(limits, path));
    }

    private static TarType type(TarHeader header, Bytes path) throws MalformedTarException {
        return switch (header.type()) {
            case '0', '\0', '7', 'S' ->
                    path.endsWith(Bytes.of("/")) ? TarType.DIRECTORY : TarType.FILE;
            case '1' -> TarType.HARDLINK;
            case '2' -> TarType.SYMLINK;
            case '3' -> TarType.CHARACTER;
            case '4' -> TarType.BLOCK;
            case '5' -> TarType.DIRECTORY;
            case '6' -> TarType.FIFO;
            default ->
                    throw new MalformedTarException(
                            path + ": an entry of unknown type " + (int) header.type());
        };
    }

    private void count(Bytes path, long size) throws MalformedTarException {
        entries++;
        bytes += size;
        if (entries > limits.maxEntries()) {
            throw new MalformedTarException(
                    path + ": more than " + limits.maxEntries() + " entries");
        }
        if (bytes > limits.maxBytes() || bytes < 0) {
            throw new MalformedTarException(
                    path + ": more than " + limits.maxBytes() + " bytes in all");
        }
    }

    private void check(Bytes path, Bytes link, TarType type) throws MalformedTarException {
        boolean linked = type == TarType.SYMLINK || type == TarType.HARDLINK;
        if (path.length() > limits.maxPathBytes()
                || (linked && link.length() > limits.maxPathBytes())) {
            throw new MalformedTarException(
                    "a path of " + Math.max(path.length(), link.length()) + " bytes");
        }
        if (path.indexOf(0, 0) >= 0 || link.indexOf(0, 0) >= 0) {
            throw new MalformedTarException("a NUL in the path " + path);
        }
        if (linked && link.isEmpty()) {
            throw new MalformedTarException(path + ": a link to nothing");
        }
        for (int start = 0; start <= path.length(); ) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            if (end - start > limits.maxNameBytes()) {
                throw new MalformedTarException("a name of " + (end - start) + " bytes in " + path);
            }
            start = end + 1;
        }
    }

    private static int id(long id, Bytes path) throws MalformedTarException {
        // The highest is the kernel's "leave it as it is".
        if (id < 0 || id >= 0xffffffffL) {
            throw new MalformedTarException(path + ": an owner of " + id);
        }
        return (int) id;
    }

    private static int device(TarHeader header, TarType type, int offset, Bytes path)
            throws MalformedTarException {
        if (type != TarType.CHARACTER && type != TarType.BLOCK) {
            return 0;
        }
        long number = header.number(offset, 8);
        if (number < 0 || number > 0xfffff) {
            throw new MalformedTarException(path + ": a device number of " + number);
        }
        return (int) number;
    }

    private static Bytes withoutSlash(Bytes path) {
        int end = path.length();
        while (end > 1 && path.at(end - 1) == '/') {
            end--;
        }
        return path.slice(0, end);
    }

    private static Bytes first(@Nullable Bytes a, @Nullable Bytes b, Bytes c) {
        return a != null ? a : b != null ? b : c;
    }

    private static Bytes untilNul(byte[] body) {
        Bytes all = Bytes.of(body);
        int nul = all.indexOf(0, 0);
        return nul < 0 ? all : all.slice(0, nul);
    }

    private byte[] body(long size, TarHeader header) throws IOException {
        byte[] body = in.readNBytes((int) size);
        if (body.length < size) {
            throw new MalformedTarException("the archive ends within " + header.name());
        }
        skip(-size & (TarHeader.BLOCK - 1));
        return body;
    }

    /// The next header; null at the end of the archive.
    private @Nullable TarHeader header() throws IOException {
        byte[] block = in.readNBytes(TarHeader.BLOCK);
        if (block.length == 0) {
            return null;
        }
        if (block.length < TarHeader.BLOCK) {
            throw new MalformedTarException("the archive ends within a header");
        }
        TarHeader header = new TarHeader(block);
        if (header.isZero()) {
            return null;
        }
        if (!header.isSound()) {
            throw new MalformedTarException(
                    "not a tar archive, or damaged: a header's checksum is wrong");
        }
        return header;
    }

    private TarHeader block() throws IOException {
        byte[] block = in.readNBytes(TarHeader.BLOCK);
        if (block.length < TarHeader.BLOCK) {
            throw new MalformedTarException("the archive ends within a sparse file's map");
        }
        return new TarHeader(block);
    }

    private void skip(long count) throws IOException {
        try {
            in.skipNBytes(count);
        } catch (EOFException e) {
            throw new MalformedTarException("the archive ends within an entry");
        }
    }

    /// The content of the last entry; empty unless it is a file. Valid until the next [#next].
    public InputStream content() {
        return content;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /// The bytes that the archive holds of the current entry.
    private final class Stored extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            if (stored == 0) {
                return -1;
            }
            int n = in.read(b, off, (int) Math.min(len, stored));
            if (n < 0) {
                throw new MalformedTarException("the archive ends within an entry");
            }
            stored -= n;
            return n;
        }
    }
}
