// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.solver.Op;
import dev.cooper.build.solver.StepException;
import dev.cooper.build.solver.StepLog;
import dev.cooper.build.tree.Destination;
import dev.cooper.build.tree.Owner;
import dev.cooper.oci.Digest;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.store.Draft;
import dev.cooper.store.SnapshotId;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `WORKDIR`: makes the folder, the current user's, mode 0755; one that is there stays as it is.
public final class WorkdirOp implements Op<Tree> {
    private final Workplace at;
    private final String path;
    private final @Nullable OwnerSpec owner;
    private final SourceDate date;

    /// @param path absolute
    /// @param owner null for root
    public WorkdirOp(Workplace at, String path, @Nullable OwnerSpec owner, SourceDate date) {
        this.at = at;
        this.path = path;
        this.owner = owner;
        this.date = date;
    }

    private Definition describe() {
        Definition definition = date.in(Definition.of("workdir").with("path", path));
        return owner == null ? definition : definition.with("owner", owner.text());
    }

    @Override
    public Digest definition() {
        return describe().digest();
    }

    @Override
    public String detail() {
        return describe().text();
    }

    @Override
    public Tree execute(@Nullable Tree root, List<Tree> sources, StepLog log)
            throws IOException, StepException {
        SnapshotId base = Trees.base(root);
        try (Draft draft = at.store().snapshots().draft(base)) {
            try (Dir merged = draft.merged()) {
                Owner whose = owner == null ? Owner.ROOT : owner.resolve(merged, base == null, log);
                new Destination(merged, whose, null).folder(Name.of(path));
            }
            return new Tree.Stored(date.commit(draft));
        }
    }
}
