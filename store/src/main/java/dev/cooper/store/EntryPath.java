// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.MalformedTarException;
import dev.cooper.posix.Name;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What the path of a layer's entry asks for (OCI image specification, layer.md, "Representing
/// Changes"). `.` is dropped and `..` takes the name before it away, as docker does it; a relative
/// path that leads out that way is refused, an absolute one can't.
sealed interface EntryPath {
    Name PREFIX = Name.of(".wh.");
    String OPAQUE = ".wh..wh..opq";

    /// The start of aufs's own files in the root folder of old layers.
    Name AUFS = Name.of(".wh..wh.");

    /// The root folder itself.
    record Root() implements EntryPath {}

    /// Nothing that belongs to the image.
    record Skipped() implements EntryPath {}

    /// A file of any type.
    record Plain(List<Name> folder, Name name) implements EntryPath {}

    /// What the parents have under this name is gone.
    record Whiteout(List<Name> folder, Name name) implements EntryPath {}

    /// All that the parents have in this folder is gone.
    record Opaque(List<Name> folder) implements EntryPath {}

    static EntryPath of(Bytes path) throws MalformedTarException {
        Name name = Name.of(path.array());
        if (name.isEmpty()) {
            throw new MalformedTarException("an entry without a name");
        }
        List<Name> parts = name.components();
        if (!parts.isEmpty() && parts.getFirst().startsWith(AUFS) && !isOpaque(parts)) {
            return new Skipped();
        }
        for (int i = 0; i < parts.size() - 1; i++) {
            if (parts.get(i).startsWith(PREFIX)) {
                throw new MalformedTarException(name + ": a whiteout that is a folder");
            }
        }
        List<Name> clean = clean(parts, name, name.isAbsolute());
        if (clean.isEmpty()) {
            return new Root();
        }
        List<Name> folder = List.copyOf(clean.subList(0, clean.size() - 1));
        Name last = clean.getLast();
        if (!last.startsWith(PREFIX)) {
            return new Plain(folder, last);
        }
        if (last.equals(Name.of(OPAQUE))) {
            return new Opaque(folder);
        }
        byte[] bytes = last.bytes();
        Name hidden = Name.of(Arrays.copyOfRange(bytes, PREFIX.length(), bytes.length));
        if (hidden.isEmpty() || hidden.equals(Name.of(".")) || hidden.equals(Name.of(".."))) {
            throw new MalformedTarException(name + ": a whiteout of nothing");
        }
        return new Whiteout(folder, hidden);
    }

    /// The path of the entry that a hard link repeats, from the root.
    static List<Name> ofTarget(Bytes target) throws MalformedTarException {
        Name name = Name.of(target.array());
        return clean(name.components(), name, false);
    }

    private static boolean isOpaque(List<Name> parts) {
        return parts.size() == 1 && parts.getFirst().equals(Name.of(OPAQUE));
    }

    private static List<Name> clean(List<Name> parts, Name whole, boolean inRoot)
            throws MalformedTarException {
        List<Name> clean = new ArrayList<>(parts.size());
        for (Name each : parts) {
            if (!each.equals(Name.of(".."))) {
                clean.add(each);
            } else if (!clean.isEmpty()) {
                clean.removeLast();
            } else if (!inRoot) {
                throw new MalformedTarException(whole + ": leads out of the image");
            }
        }
        return clean;
    }
}
