// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedImageException;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.oci.Reference;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where images are in registries. Owns the form of `origins/NAME`, a file for each repository and
/// digest, named as those of tags are. Callers hold the images lock for changes.
final class Origins {
    private static final String KIND = "origin";
    private static final int MOST_NAME = 200;

    private final StoreRoot root;
    private final Workspace workspace;

    Origins(StoreRoot root, Workspace workspace) {
        this.root = root;
        this.workspace = workspace;
    }

    private record Dated(Origin origin, long seconds, int nanos) {}

    private static Name file(Reference reference) {
        if (reference.digest() == null) {
            throw new IllegalArgumentException("not a reference with a digest: " + reference);
        }
        String plain = (reference.name() + "@" + reference.digest()).replace('/', '+');
        return Name.of(
                plain.length() <= MOST_NAME ? plain : Digest.sha256(plain.getBytes(UTF_8)).hex());
    }

    void put(Origin origin) throws IOException {
        Reference reference = origin.reference();
        Name file = file(reference);
        Json.Obj fields =
                Json.object()
                        .put("domain", reference.domain())
                        .put("path", reference.path())
                        .put("root", origin.root().toJson())
                        .put("manifest", origin.manifest().toJson())
                        .put("image", origin.image().toString())
                        .build();
        workspace.publishDurably(
                RecordFile.of(fields).encode(KIND, file.text()), Room.ORIGINS, file);
    }

    boolean remove(Reference reference) throws IOException {
        try {
            root.dir(Room.ORIGINS).unlink(file(reference));
            return true;
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }

    @Nullable Origin find(Reference reference) throws IOException {
        Dated found = read(file(reference));
        return found == null ? null : found.origin();
    }

    /// All, newest first. Damaged ones are left out.
    List<Origin> list() throws IOException {
        List<Dated> all = new ArrayList<>();
        for (DirEntry each : root.dir(Room.ORIGINS).list()) {
            Dated found = read(each.name());
            if (found != null) {
                all.add(found);
            }
        }
        all.sort(
                Comparator.comparingLong(Dated::seconds).thenComparingInt(Dated::nanos).reversed());
        return all.stream().map(Dated::origin).toList();
    }

    private @Nullable Dated read(Name file) throws IOException {
        Dir room = root.dir(Room.ORIGINS);
        try {
            RecordFile record = RecordFile.read(room, file, KIND, file.text());
            Stat stat = room.statOrNull(file);
            if (record == null || stat == null) {
                return null;
            }
            Json.Obj fields = record.fields();
            Digest image = Digest.parseOrNull(fields.requireString("image"));
            Descriptor rootDocument = Descriptor.parse(fields.requireObj("root"));
            if (image == null) {
                return null;
            }
            Origin origin =
                    new Origin(
                            new Reference(
                                    fields.requireString("domain"),
                                    fields.requireString("path"),
                                    null,
                                    rootDocument.digest()),
                            rootDocument,
                            Descriptor.parse(fields.requireObj("manifest")),
                            image);
            return new Dated(origin, stat.mtimeSeconds(), stat.mtimeNanos());
        } catch (CorruptStoreException | MalformedJsonException | MalformedImageException e) {
            return null;
        }
    }

    static Name fileOf(Origin origin) {
        return file(origin.reference());
    }
}
