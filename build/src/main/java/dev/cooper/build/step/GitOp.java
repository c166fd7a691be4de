// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.remote.GitCheckout;
import dev.cooper.build.remote.GitRef;
import dev.cooper.build.solver.Op;
import dev.cooper.build.solver.StepException;
import dev.cooper.build.solver.StepLog;
import dev.cooper.build.tree.Copier;
import dev.cooper.build.tree.Excludes;
import dev.cooper.build.tree.FileFilter;
import dev.cooper.build.tree.Selected;
import dev.cooper.build.tree.Selection;
import dev.cooper.build.tree.SourceTree;
import dev.cooper.oci.Digest;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.store.CacheRecord;
import dev.cooper.store.Draft;
import dev.cooper.store.SnapshotId;
import dev.cooper.store.Store;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The files of a git repository. Each build asks where the ref leads now; what that commit holds
/// is fetched once and then remembered.
public final class GitOp implements Op<Tree> {
    private final Workplace at;
    private final GitRef ref;

    public GitOp(Workplace at, GitRef ref) {
        this.at = at;
        this.ref = ref;
    }

    /// Not known without asking: what reads it is keyed by what it reads.
    @Override
    public @Nullable Digest definition() {
        return null;
    }

    @Override
    public boolean isSource() {
        return true;
    }

    @Override
    public Tree execute(@Nullable Tree root, List<Tree> sources, StepLog log)
            throws IOException, InterruptedException, StepException {
        Store store = at.store();
        try (Scratch scratch = Scratch.in(store)) {
            GitCheckout checkout = new GitCheckout(ref, scratch.path());
            String commit = checkout.commit();
            log.status("commit " + commit);
            Digest key =
                    Definition.of("git")
                            .with("remote", ref.remote())
                            .with("commit", commit)
                            .with("subdir", ref.subdir())
                            .with("git-dir", ref.keepGitDir())
                            .with("submodules", ref.submodules())
                            .digest();
            Optional<CacheRecord> known = store.cache().find(key);
            if (known.isPresent()) {
                return new Tree.Stored(known.get().snapshot());
            }
            SnapshotId made;
            try (Dir files = checkout.fetch(commit)) {
                made = snapshot(store, files);
            }
            Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
            store.cache().put(key, new CacheRecord(key, made, now, "git " + ref.shown()));
            return new Tree.Stored(made);
        }
    }

    private static SnapshotId snapshot(Store store, Dir files)
            throws IOException, InterruptedException, StepException {
        try (Draft draft = store.snapshots().draft(null)) {
            try (Dir to = draft.merged();
                    SourceTree from =
                            new SourceTree(files.duplicate(), FileFilter.ALL, false, null)) {
                Copier copier = new Copier(from, to, null, null);
                for (Selected each : new Selection(from).select(".")) {
                    copier.copy(each, Excludes.NONE, Name.of("/"));
                }
            }
            return draft.commit();
        }
    }
}
