// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.solver.Op;
import dev.cooper.build.solver.StepLog;
import dev.cooper.build.tree.SourceTree;
import dev.cooper.oci.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The build context. It has no definition, because nobody says when it changes: what reads it is
/// keyed by what it reads.
public final class ContextOp implements Op<Tree> {
    private final SourceTree files;
    private final ContextReading reading = new ContextReading();

    public ContextOp(SourceTree files) {
        this.files = files;
    }

    /// What it yields.
    public SourceTree files() {
        return files;
    }

    @Override
    public @Nullable Digest definition() {
        return null;
    }

    @Override
    public boolean isSource() {
        return true;
    }

    @Override
    public Tree execute(@Nullable Tree root, List<Tree> sources, StepLog log) {
        reading.begin(log);
        return new Tree.Context(files, reading);
    }

    public ContextReading reading() {
        return reading;
    }
}
