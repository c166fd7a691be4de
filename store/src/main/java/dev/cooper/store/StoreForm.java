// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.Overlay;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Rights;
import java.io.IOException;
import java.nio.file.Path;

/// How the trees of a store lie on the disk, which hangs on what its maker might do: whether owners
/// are the files' own or recorded beside them, and whose attributes the overlays' notes are. One
/// who would read them otherwise is turned away. Owns the file `form`; a store without one is that
/// of root of the machine.
final class StoreForm {
    static final Name FILE = Name.of("form");

    private static final String PLAIN = "native trusted";

    private StoreForm() {}

    /// What this process makes.
    private static String own() {
        return (Rights.own().hasOneId() ? "recorded" : "native")
                + (Overlay.OPAQUE.startsWith("trusted.") ? " trusted" : " user");
    }

    static void write(Dir root) throws IOException {
        if (own().equals(PLAIN)) {
            return;
        }
        byte[] text = (own() + "\n").getBytes(UTF_8);
        Name draft = Name.of("version.form." + RandomIds.shortId());
        try (OpenFile file = root.create(draft, 0600)) {
            file.write(text, 0, text.length);
            file.sync();
        }
        root.rename(draft, root, FILE);
    }

    static void check(Path path, Dir root) throws IOException {
        String found = read(root);
        String own = own();
        if (found.equals(own)) {
            return;
        }
        boolean recorded = found.startsWith("recorded");
        boolean records = own.startsWith("recorded");
        String why;
        if (recorded && !records) {
            why =
                    "with one user id alone, so the owners of its files are only on record; now there are more";
        } else if (records && !recorded) {
            why =
                    "with the ids of /etc/subuid, or by root, and now there is one user id alone, to which its files don't belong";
        } else if (found.endsWith(" trusted")) {
            why = "by root of the machine, and here root may not mount (CAP_SYS_ADMIN)";
        } else {
            why = "by one who was not root of the machine";
        }
        throw new UnusableStoreException(
                "the store %s was made %s. Choose another folder with --root, or delete this one"
                        .formatted(path, why));
    }

    private static String read(Dir root) throws IOException {
        try (OpenFile file = root.openFile(FILE)) {
            return new String(file.inputStream().readNBytes(100), UTF_8).strip();
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT)) {
                return PLAIN;
            }
            throw e;
        }
    }
}
