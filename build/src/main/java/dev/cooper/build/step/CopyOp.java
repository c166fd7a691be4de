// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.solver.Content;
import dev.cooper.build.solver.Op;
import dev.cooper.build.solver.StepException;
import dev.cooper.build.solver.StepLog;
import dev.cooper.build.tree.Copier;
import dev.cooper.build.tree.Owner;
import dev.cooper.build.tree.ParentFolders;
import dev.cooper.build.tree.ParentSelection;
import dev.cooper.build.tree.Selected;
import dev.cooper.build.tree.Selection;
import dev.cooper.build.tree.SourceTree;
import dev.cooper.oci.Digest;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.store.Draft;
import dev.cooper.store.SnapshotId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `COPY` and `ADD` of files: what the sources name in one tree, and files whose content stands in
/// the Dockerfile, into the root.
public final class CopyOp implements Op<Tree> {
    private final Workplace at;
    private final CopySpec spec;
    private final SourceDate date;

    public CopyOp(Workplace at, CopySpec spec, SourceDate date) {
        this.at = at;
        this.spec = spec;
        this.date = date;
    }

    @Override
    public Digest definition() {
        return date.in(spec.describe()).digest();
    }

    @Override
    public String detail() {
        return date.in(spec.describe()).text();
    }

    @Override
    public Content content(int index, Tree source, StepLog log)
            throws IOException, InterruptedException {
        try (SourceTree files = Trees.open(at, source)) {
            List<Selected> selected = new ArrayList<>();
            for (CopySpec.Source each : spec.sources()) {
                if (each.tree() == index) {
                    selected.addAll(select(files, each));
                }
            }
            return Contents.of(source, files, selected, spec.compiled(), log);
        } catch (StepException e) {
            throw new UnreadableSourceException(e);
        }
    }

    private List<Selected> select(SourceTree files, CopySpec.Source source)
            throws IOException, StepException {
        List<Selected> selected =
                spec.parents()
                        ? new ParentSelection(files).select(source.path())
                        : new Selection(files).select(source.path());
        return selected.stream().filter(spec.compiled()::keeps).toList();
    }

    @Override
    public Tree execute(@Nullable Tree root, List<Tree> sources, StepLog log)
            throws IOException, InterruptedException, StepException {
        SnapshotId base = Trees.base(root);
        try (Draft draft = at.store().snapshots().draft(base)) {
            Owner owner;
            try (Dir merged = draft.merged()) {
                OwnerSpec chown = spec.chown();
                owner = chown == null ? null : chown.resolve(merged, base == null, log);
                if (!spec.linked()) {
                    write(sources, merged, owner);
                }
            }
            if (spec.linked()) {
                try (Dir upper = Dir.open(draft.changes())) {
                    write(sources, upper, owner);
                }
            }
            return new Tree.Stored(date.commit(draft));
        }
    }

    private void write(List<Tree> sources, Dir root, @Nullable Owner owner)
            throws IOException, InterruptedException, StepException {
        for (int i = 0; i < sources.size(); i++) {
            copy(i, sources.get(i), root, owner);
        }
        InlineFiles.write(spec, root, owner);
    }

    private void copy(int index, Tree source, Dir merged, @Nullable Owner owner)
            throws IOException, InterruptedException, StepException {
        Name destination = Name.of(spec.destination());
        try (SourceTree files = Trees.open(at, source)) {
            Copier copier = new Copier(files, merged, owner, spec.chmod());
            Archives archives = new Archives(files, merged, owner);
            ParentFolders parents = new ParentFolders(merged, owner);
            for (CopySpec.Source from : spec.sources()) {
                if (from.tree() != index) {
                    continue;
                }
                for (Selected each : select(files, from)) {
                    if (from.unpack() && archives.unpack(each, destination)) {
                        continue;
                    }
                    Name target =
                            spec.parents() ? parents.make(files, each, destination) : destination;
                    copier.copy(each, spec.compiled(), target);
                }
            }
            parents.finish();
        }
    }
}
