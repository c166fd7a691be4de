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
import dev.cooper.posix.OpenFile;
import dev.cooper.sandbox.SandboxMount;
import dev.cooper.store.CacheFolders.CacheFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns a step's mounts into what a sandbox mounts, and holds what they need until it is closed.
///
/// Files of a stage or an image are mounted as they lie in the store. Those of a context are copied
/// first: a folder of the host must not be within a program's reach, and may change while it runs.
final class Mounts implements AutoCloseable {
    private final Workplace at;
    private final Scratch scratch;
    private final Loans loans;
    private final List<CacheFolder> caches = new ArrayList<>();

    Mounts(Workplace at, Scratch scratch, Loans loans) {
        this.at = at;
        this.scratch = scratch;
        this.loans = loans;
    }

    /// Waits for caches that others have locked. They are taken in one order, whatever that of the
    /// mounts, so that two steps can't wait for each other.
    List<SandboxMount> of(List<StepMount> mounts, List<Tree> sources)
            throws IOException, InterruptedException, StepException {
        List<SandboxMount> made = new ArrayList<>();
        List<StepMount> order = new ArrayList<>(mounts);
        order.sort((a, b) -> cacheId(a).compareTo(cacheId(b)));
        @Nullable SandboxMount[] inPlace = new SandboxMount[mounts.size()];
        for (StepMount mount : order) {
            inPlace[mounts.indexOf(mount)] = make(mount, sources);
        }
        for (SandboxMount each : inPlace) {
            if (each != null) {
                made.add(each);
            }
        }
        return made;
    }

    private static String cacheId(StepMount mount) {
        return mount instanceof StepMount.Cache cache ? cache.id() : "";
    }

    /// Null for what isn't there and needn't be.
    private @Nullable SandboxMount make(StepMount mount, List<Tree> sources)
            throws IOException, InterruptedException, StepException {
        return switch (mount) {
            case StepMount.Tmpfs tmpfs ->
                    new SandboxMount.Tmpfs(Name.of(tmpfs.target()), tmpfs.size(), 01777);
            case StepMount.Bind bind -> bind(bind, sources.get(bind.source()));
            case StepMount.Cache cache -> cache(cache, sources);
            case StepMount.Script script -> script(script);
            case StepMount.Secret secret -> loans.secret(secret);
            case StepMount.Ssh ssh -> loans.agent(ssh);
        };
    }

    private SandboxMount bind(StepMount.Bind bind, Tree source)
            throws IOException, InterruptedException, StepException {
        Name target = Name.of(bind.target());
        return switch (source) {
            case Tree.Stored stored when stored.snapshot() != null ->
                    new SandboxMount.Tree(
                            at.store().snapshots().folders(stored.snapshot()),
                            Name.of(bind.path()),
                            target,
                            bind.readOnly());
            case Tree.Stored _ -> new SandboxMount.Bind(scratch.fresh(), target, true);
            case Tree.Context context -> {
                Path folder = scratch.fresh();
                copy(context.files(), bind.path(), folder, "/mounted");
                yield new SandboxMount.Tree(
                        List.of(folder), Name.of("mounted"), target, bind.readOnly());
            }
        };
    }

    private static void copy(SourceTree files, String path, Path folder, String destination)
            throws IOException, InterruptedException, StepException {
        try (Dir to = Dir.open(folder)) {
            Copier copier = new Copier(files, to, null, null);
            for (Selected each : new Selection(files).select(path)) {
                copier.copy(each, Excludes.NONE, Name.of(destination));
            }
        }
    }

    private SandboxMount cache(StepMount.Cache cache, List<Tree> sources)
            throws IOException, InterruptedException, StepException {
        try {
            CacheFolder folder =
                    at.store()
                            .cacheFolders()
                            .take(cache.id(), cache.sharing(), made -> seed(cache, sources, made));
            caches.add(folder);
            return new SandboxMount.Bind(folder.path(), Name.of(cache.target()), cache.readOnly());
        } catch (UnreadableSourceException e) {
            throw new StepException(String.valueOf(e.getMessage()), e);
        }
    }

    private void seed(StepMount.Cache cache, List<Tree> sources, Dir folder)
            throws IOException, InterruptedException {
        if (cache.source() >= 0) {
            try (SourceTree files = Trees.open(at, sources.get(cache.source()))) {
                Copier copier = new Copier(files, folder, null, null);
                for (Selected each : new Selection(files).select(cache.path())) {
                    copier.copy(each, Excludes.NONE, Name.of("/"));
                }
            } catch (StepException e) {
                throw new UnreadableSourceException(e);
            }
        }
        folder.chownSelf(cache.attributes().uid().orElse(0), cache.attributes().gid().orElse(0));
        if (cache.attributes().mode().isPresent()) {
            folder.chmodSelf(cache.attributes().mode().getAsInt());
        }
    }

    private SandboxMount script(StepMount.Script script) throws IOException {
        Path folder = scratch.fresh();
        byte[] content = script.content().getBytes(StandardCharsets.UTF_8);
        try (Dir dir = Dir.open(folder);
                OpenFile file = dir.create(Name.of("script"), 0755)) {
            file.write(content, 0, content.length);
        }
        return new SandboxMount.Bind(folder.resolve("script"), Name.of(script.target()), true);
    }

    @Override
    public void close() {
        caches.forEach(CacheFolder::close);
    }
}
