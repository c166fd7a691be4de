// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.solver.Op;
import dev.cooper.build.solver.StepLog;
import dev.cooper.oci.Digest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files of an image in the store, fetched and unpacked when a step first wants them.
///
/// The key is the layers' digests: two images with the same files are one root, whatever their
/// configurations say (what those change of a step is in the step's own definition).
public final class ImageOp implements Op<Tree> {
    private final Workplace at;
    private final List<Digest> diffIds;

    public ImageOp(Workplace at, List<Digest> diffIds) {
        this.at = at;
        this.diffIds = List.copyOf(diffIds);
    }

    @Override
    public Digest definition() {
        return Definition.of("image")
                .withAll("layer", diffIds.stream().map(Digest::toString).toList())
                .digest();
    }

    /// The layers of the image, lowest first.
    public List<Digest> diffIds() {
        return diffIds;
    }

    @Override
    public boolean isSource() {
        return true;
    }

    @Override
    public Tree execute(@Nullable Tree root, List<Tree> sources, StepLog log)
            throws IOException, InterruptedException {
        at.remote().fetch(diffIds, log);
        return new Tree.Stored(at.store().layers().snapshot(diffIds));
    }
}
