// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.registry.BlobSource;
import dev.cooper.registry.Document;
import dev.cooper.registry.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Brings manifests and indexes from one repository to another, with all that they lead to: what
/// the target has is left, what a neighbor on the same host has is mounted, and the rest goes
/// through here, a piece at a time. The target's tags stay as they are.
final class ManifestCopy {
    private static final int MOST_DEPTH = 8;
    private static final int MOST = 10_000;

    private final IndexSources sources;
    private final Set<String> done = new HashSet<>();

    ManifestCopy(IndexSources sources) {
        this.sources = sources;
    }

    void copy(Reference from, Document document, Reference to) throws IOException {
        copy(from, document, to, 0);
    }

    private void copy(Reference from, Document document, Reference to, int depth)
            throws IOException {
        if (from.name().equals(to.name()) || !done.add(to.name() + "@" + document.digest())) {
            return;
        }
        if (depth > MOST_DEPTH || done.size() > MOST) {
            throw new CooperException.InvalidInput(
                    "indexes in indexes, more than %d deep or %d in all"
                            .formatted(MOST_DEPTH, MOST));
        }
        Repository source = sources.repository(from);
        Repository target = sources.repository(to);
        if (document.isIndex()) {
            for (Descriptor each : document.index().manifests()) {
                copy(from, source.document(each.digest()), to, depth + 1);
            }
        } else {
            List<String> neighbors =
                    from.domain().equals(to.domain()) ? List.of(from.path()) : List.of();
            for (Descriptor each : IndexSources.blobs(document.manifest())) {
                if (!MediaTypes.isForeignLayer(each.mediaType())) {
                    target.push(each, blob(source, each), neighbors, _ -> {});
                }
            }
        }
        target.put(document, null);
    }

    private static BlobSource blob(Repository source, Descriptor blob) {
        return offset -> {
            InputStream in = source.open(blob);
            try {
                in.skipNBytes(offset);
                return in;
            } catch (IOException e) {
                in.close();
                throw e;
            }
        };
    }
}
