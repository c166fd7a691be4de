// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Index;
import dev.cooper.oci.MalformedImageException;
import dev.cooper.oci.MediaTypes;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.PosixException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts an image into a layout's folder. Each file appears whole, under its name, and the index
/// last; links that lie in the folder are replaced or refused, never followed.
final class LayoutWriter {
    private final Dir layout;

    private LayoutWriter(Dir layout) {
        this.layout = layout;
    }

    static byte[] version() {
        return "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(UTF_8);
    }

    /// @param blobs files of `from`
    /// @param entry for the index, in place of one of the same tag
    static void add(Path folder, Dir from, Map<Digest, Name> blobs, Descriptor entry)
            throws IOException {
        Files.createDirectories(folder);
        List<Descriptor> entries = entries(folder);
        try (Dir layout = Dir.open(folder)) {
            LayoutWriter writer = new LayoutWriter(layout);
            for (Map.Entry<Digest, Name> each : blobs.entrySet()) {
                writer.blob(each.getKey(), from, each.getValue());
            }
            String tag = entry.annotations().get(OciLayout.REF_NAME);
            entries.removeIf(each ->
                    tag == null
                            ? each.equals(entry)
                            : tag.equals(each.annotations().get(OciLayout.REF_NAME)));
            entries.add(entry);
            writer.document(OciLayout.VERSION_FILE, version());
            writer.document(
                    OciLayout.INDEX, new Index(MediaTypes.OCI_INDEX, entries, Map.of()).toBytes());
        }
    }

    /// What the index of the folder has already.
    private static List<Descriptor> entries(Path folder) throws IOException {
        try (LayoutFolder files = new LayoutFolder(folder);
                Dir dir = Dir.open(folder)) {
            if (dir.list().isEmpty()) {
                return new ArrayList<>();
            }
            return new ArrayList<>(new OciLayout(files, Optional.empty()).index().manifests());
        } catch (MalformedImageException e) {
            throw new CooperException.InvalidInput(
                    folder
                            + " is not empty, and no OCI layout to add to: "
                            + e.getMessage()
                            + "; name another folder",
                    e);
        }
    }

    private void blob(Digest digest, Dir from, Name source) throws IOException {
        Name path = Name.of(OciLayout.path(digest));
        Name draft = draft();
        try (OpenFile in = from.openFile(source);
                OpenFile out = layout.create(draft, 0644)) {
            in.copyTo(out);
        }
        mkdir("blobs");
        mkdir("blobs/" + digest.algorithm());
        layout.rename(draft, layout, path);
    }

    private void document(String path, byte[] content) throws IOException {
        Name draft = draft();
        try (OpenFile out = layout.create(draft, 0644)) {
            out.write(content, 0, content.length);
        }
        layout.rename(draft, layout, Name.of(path));
    }

    /// Left by a command that was killed, it is in nobody's way.
    private Name draft() throws PosixException {
        Name name = Name.of(".cooper-" + ProcessHandle.current().pid() + ".tmp");
        layout.deleteTree(name);
        return name;
    }

    private void mkdir(String path) throws PosixException {
        try {
            layout.mkdir(Name.of(path), 0755);
        } catch (PosixException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        }
    }
}
