// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.solver.Op;
import dev.cooper.build.solver.StepLog;
import dev.cooper.oci.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `FROM scratch`: nothing.
public record ScratchOp() implements Op<Tree> {
    @Override
    public Digest definition() {
        return Definition.of("scratch").digest();
    }

    @Override
    public boolean isSource() {
        return true;
    }

    @Override
    public Tree execute(@Nullable Tree root, List<Tree> sources, StepLog log) {
        return new Tree.Stored(null);
    }
}
