// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.output;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Digester;
import dev.cooper.oci.Index;
import dev.cooper.oci.MediaTypes;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.PosixException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A folder that is an OCI image layout (OCI image specification, image-layout.md). What is read is
/// checked against its digest; links in it are not followed. A file is written beside its place and
/// renamed, so that whoever reads meanwhile sees whole ones. For any number of threads.
public final class OciLayout implements AutoCloseable {
    /// A document larger than this is none.
    private static final int MOST_DOCUMENT = 64 << 20;

    private static final int BUFFER = 1 << 16;
    private static final Name INDEX = Name.of("index.json");
    private static final Name VERSION = Name.of("oci-layout");
    private static final Name BLOBS = Name.of("blobs");
    private static final byte[] VERSION_TEXT =
            "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8);

    private final Dir root;

    private OciLayout(Dir root) {
        this.root = root;
    }

    /// One that is there.
    ///
    /// @throws IOException if it isn't
    public static OciLayout open(Path folder) throws IOException {
        Dir root = Dir.open(folder);
        try {
            if (root.statOrNull(INDEX) == null) {
                throw new IOException(folder + " is no OCI layout: it has no index.json");
            }
            return new OciLayout(root);
        } catch (IOException e) {
            root.close();
            throw e;
        }
    }

    /// One to write to; made, and the folders on its way, where there is none. What it has stays.
    public static OciLayout create(Path folder) throws IOException {
        Files.createDirectories(folder);
        Dir root = Dir.open(folder);
        OciLayout layout = new OciLayout(root);
        try {
            layout.mkdir(BLOBS);
            layout.mkdir(BLOBS.child(Name.of("sha256")));
            layout.write(VERSION, VERSION_TEXT);
            return layout;
        } catch (IOException e) {
            root.close();
            throw e;
        }
    }

    private void mkdir(Name name) throws IOException {
        try {
            root.mkdir(name, 0755);
        } catch (PosixException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        }
    }

    /// An empty one where there is none.
    public Index index() throws IOException {
        try (OpenFile file = root.openFile(INDEX)) {
            return Index.parse(limited(file, INDEX.text()));
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT)) {
                return new Index(MediaTypes.OCI_INDEX, List.of(), Map.of());
            }
            throw e;
        }
    }

    private static byte[] limited(OpenFile file, String name) throws IOException {
        try (InputStream in = file.inputStream()) {
            byte[] bytes = in.readNBytes(MOST_DOCUMENT + 1);
            if (bytes.length > MOST_DOCUMENT) {
                throw new IOException(name + " is larger than " + MOST_DOCUMENT + " bytes");
            }
            return bytes;
        }
    }

    private static Name file(Digest digest) {
        return Name.of("blobs/" + digest.algorithm() + "/" + digest.hex());
    }

    public boolean has(Descriptor blob) throws IOException {
        var stat = root.statOrNull(file(blob.digest()));
        return stat != null && stat.isRegular() && stat.size() == blob.size();
    }

    /// A blob's bytes; the read that meets the end throws [dev.cooper.oci.DigestMismatchException]
    /// if they aren't those.
    public InputStream open(Descriptor blob) throws IOException {
        OpenFile file = root.openFile(file(blob.digest()));
        return Digest.digester().verify(file.inputStream(), blob.digest(), blob.size());
    }

    /// All of a small blob.
    public byte[] document(Descriptor blob) throws IOException {
        if (blob.size() > MOST_DOCUMENT) {
            throw new IOException(
                    blob.digest() + " is larger than " + MOST_DOCUMENT + " bytes: no document");
        }
        try (InputStream in = open(blob)) {
            return in.readAllBytes();
        }
    }

    /// Writes a blob's bytes.
    public interface Content {
        void writeTo(OutputStream out) throws IOException, InterruptedException;
    }

    public Descriptor put(String mediaType, byte[] document)
            throws IOException, InterruptedException {
        return put(mediaType, out -> out.write(document));
    }

    /// Writes a blob; one that is there is replaced by the same bytes.
    public Descriptor put(String mediaType, Content content)
            throws IOException, InterruptedException {
        Name draft = draft();
        Digester digester = Digest.digester();
        try {
            try (OpenFile file = root.create(draft, 0644);
                    OutputStream out = new BufferedOutputStream(file.outputStream(), BUFFER)) {
                OutputStream hashed = digester.tee(out);
                content.writeTo(hashed);
            }
            Digest digest = digester.digest();
            root.rename(draft, root, file(digest));
            return Descriptor.of(mediaType, digest, digester.size());
        } catch (IOException | InterruptedException | RuntimeException e) {
            root.deleteTree(draft);
            throw e;
        }
    }

    private static Name draft() {
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        return Name.of(".draft-" + HexFormat.of().formatHex(random));
    }

    /// Replaces the index.
    public void index(Index index) throws IOException {
        write(INDEX, index.toBytes());
    }

    private void write(Name name, byte[] content) throws IOException {
        Name draft = draft();
        try {
            try (OpenFile file = root.create(draft, 0644)) {
                file.write(content, 0, content.length);
            }
            root.rename(draft, root, name);
        } catch (IOException e) {
            root.deleteTree(draft);
            throw e;
        }
    }

    /// Deletes blobs, but those that are to stay.
    public void delete(Set<Digest> unwanted, Set<Digest> wanted) throws IOException {
        for (Digest each : unwanted) {
            if (!wanted.contains(each)) {
                root.deleteTree(file(each));
            }
        }
    }

    @Override
    public void close() {
        root.close();
    }
}
