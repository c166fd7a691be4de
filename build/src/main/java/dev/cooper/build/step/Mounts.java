// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.solver.StepException;
import dev.cooper.build.tree.Copier;
import dev.cooper.build.tree.Excludes;
import dev.cooper.build.tree.Selected;
import dev.cooper.build.tree.Selection;
import dev.cooper.build.tree.SourceTree;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.sandbox.SandboxMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Turns a step's mounts into what a sandbox mounts.
///
/// Files of a stage or an image are mounted as they lie in the store. Those of a context are copied
/// first: a folder of the host must not be within a program's reach, and may change while it runs.
record Mounts(Workplace at, Scratch scratch) {
    List<SandboxMount> of(List<StepMount> mounts, List<Tree> sources)
            throws IOException, InterruptedException, StepException {
        List<SandboxMount> made = new ArrayList<>();
        for (StepMount mount : mounts) {
            made.add(
                    switch (mount) {
                        case StepMount.Tmpfs tmpfs ->
                                new SandboxMount.Tmpfs(
                                        Name.of(tmpfs.target()), tmpfs.size(), 01777);
                        case StepMount.Bind bind ->
                                bind(bind, sources.get(bind.source()), made.size());
                    });
        }
        return made;
    }

    private SandboxMount bind(StepMount.Bind bind, Tree source, int number)
            throws IOException, InterruptedException, StepException {
        Name target = Name.of(bind.target());
        return switch (source) {
            case Tree.Stored stored when stored.snapshot() != null ->
                    new SandboxMount.Tree(
                            at.store().snapshots().folders(stored.snapshot()),
                            Name.of(bind.path()),
                            target,
                            bind.readOnly());
            case Tree.Stored _ ->
                    new SandboxMount.Bind(scratch.folder("empty" + number), target, true);
            case Tree.Context context ->
                    new SandboxMount.Tree(
                            List.of(copy(context.files(), bind.path(), number)),
                            Name.of("mounted"),
                            target,
                            bind.readOnly());
        };
    }

    private Path copy(SourceTree files, String path, int number)
            throws IOException, InterruptedException, StepException {
        Path folder = scratch.folder("context" + number);
        try (Dir to = Dir.open(folder)) {
            Copier copier = new Copier(files, to, null, null);
            for (Selected each : new Selection(files).select(path)) {
                copier.copy(each, Excludes.NONE, Name.of("/mounted"));
            }
        }
        return folder;
    }
}
