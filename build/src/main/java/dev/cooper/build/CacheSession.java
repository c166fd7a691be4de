// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import dev.cooper.build.cache.CacheExport;
import dev.cooper.build.cache.CacheSource;
import dev.cooper.build.cache.CacheTarget;
import dev.cooper.build.cache.ImportedCache;
import dev.cooper.build.cache.ImportedResults;
import dev.cooper.build.cache.InlineCache;
import dev.cooper.build.explain.Explainer;
import dev.cooper.build.plan.Plan;
import dev.cooper.build.solver.Missed;
import dev.cooper.build.solver.ResultCache;
import dev.cooper.build.solver.StepException;
import dev.cooper.build.solver.StepLog;
import dev.cooper.build.solver.Vertex;
import dev.cooper.build.step.ImageOp;
import dev.cooper.build.step.RunOp;
import dev.cooper.build.step.StoreResults;
import dev.cooper.build.step.Tree;
import dev.cooper.build.step.Workplace;
import dev.cooper.build.tree.ArchiveUnpacker;
import dev.cooper.oci.Digest;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.store.CacheFolders;
import dev.cooper.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The results of earlier builds during one build: those of the store, and of the exported caches
/// that it was told to look in.
final class CacheSession implements AutoCloseable {
    private final Workplace at;
    private final Store store;
    private final CacheSpec spec;
    private final Progress progress;
    private final Explainer explainer;
    private final List<ImportedCache> imported = new ArrayList<>();

    private CacheSession(Workplace at, CacheSpec spec, Progress progress) {
        this.at = at;
        this.store = at.store();
        this.spec = spec;
        this.progress = progress;
        this.explainer = new Explainer(store);
    }

    /// Opens the exported caches; one that can't be opened is told of, and done without.
    static CacheSession open(Workplace at, CacheSpec spec, Progress progress) {
        CacheSession session = new CacheSession(at, spec, progress);
        spec.from().forEach(session::open);
        return session;
    }

    private void open(CacheSource source) {
        Instant begun = Instant.now();
        int step = progress.begin("importing cache manifest from " + source.name());
        try {
            ImportedCache opened = ImportedCache.open(source, at.caches());
            imported.add(opened);
            progress.tell(step, "inferred cache manifest " + opened.manifest() + " done");
            progress.end(step, Duration.between(begun, Instant.now()));
        } catch (IOException e) {
            progress.fail(
                    step, String.valueOf(e.getMessage()), Duration.between(begun, Instant.now()));
        }
    }

    ResultCache<Tree> results() {
        StoreResults own = new StoreResults(store);
        return imported.isEmpty() ? own : new ImportedResults(store, own, imported, progress::warn);
    }

    /// A step is about to run: that is explained, if asked for, and prepared.
    void before(Vertex<Tree> vertex, Missed missed) throws IOException, InterruptedException {
        if (spec.explain()) {
            progress.explain(vertex, explainer.explain(vertex, missed));
        }
        prepare(vertex);
    }

    /// Folders that a step shares and that the store doesn't have come from an exported cache, if
    /// one has them.
    private void prepare(Vertex<Tree> vertex) throws IOException, InterruptedException {
        if (vertex.op() instanceof RunOp run && !imported.isEmpty()) {
            for (String name : run.cacheMounts()) {
                prepare(name);
            }
        }
    }

    private void prepare(String name) throws IOException, InterruptedException {
        if (store.cacheFolders().has(name)) {
            return;
        }
        for (ImportedCache each : imported) {
            try (InputStream archive = each.openMount(name)) {
                if (archive != null) {
                    store.cacheFolders()
                            .take(name, CacheFolders.Sharing.SHARED, to -> fill(to, archive))
                            .close();
                    return;
                }
            } catch (IOException e) {
                progress.warn(
                        "a cache mount of the imported cache can't be used: " + e.getMessage());
            }
        }
    }

    private static void fill(Dir folder, InputStream archive)
            throws IOException, InterruptedException {
        try {
            new ArchiveUnpacker(folder, Name.of(""), null).unpack(archive);
        } catch (StepException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /// Exports what this build came to.
    ///
    /// @param keys under which results may be found
    void export(Plan plan, Map<Vertex<Tree>, List<Digest>> keys)
            throws IOException, InterruptedException {
        for (CacheTarget target : spec.to()) {
            if (!target.inline()) {
                export(target, plan, keys);
            }
        }
    }

    private void export(CacheTarget target, Plan plan, Map<Vertex<Tree>, List<Digest>> keys)
            throws IOException, InterruptedException {
        Instant begun = Instant.now();
        int step = progress.begin("exporting cache to " + target.kind());
        progress.tell(step, "preparing build cache for export");
        try {
            CacheExport.write(
                    store,
                    imported,
                    target,
                    content(plan, keys, target.all()),
                    at.caches(),
                    log(step));
            progress.end(step, Duration.between(begun, Instant.now()));
        } catch (IOException e) {
            progress.fail(
                    step, String.valueOf(e.getMessage()), Duration.between(begun, Instant.now()));
            if (!target.optional()) {
                throw new IOException(
                        "exporting the cache to " + target.name() + ": " + e.getMessage(), e);
            }
        }
    }

    /// What ended before a build failed is exported all the same, where every step's result is
    /// wanted: who mends the rest need not run it again. Nothing that goes wrong now matters.
    void exportAfterFailure(Plan plan, Map<Vertex<Tree>, List<Digest>> keys)
            throws InterruptedException {
        for (CacheTarget target : spec.to()) {
            if (target.all() && !target.inline()) {
                try {
                    export(target, plan, keys);
                } catch (IOException e) {
                    progress.warn(
                            "the cache was not exported to "
                                    + target.name()
                                    + ": "
                                    + e.getMessage());
                }
            }
        }
    }

    /// The configuration of an image, with its cache in it if that is wanted.
    ///
    /// @param last the step that makes the image's files
    byte[] config(byte[] plain, Vertex<Tree> last, Map<Vertex<Tree>, List<Digest>> keys)
            throws IOException, InterruptedException {
        if (spec.to().stream().noneMatch(CacheTarget::inline)) {
            return plain;
        }
        List<Digest> own = new ArrayList<>();
        for (@Nullable Vertex<Tree> each = last; each != null; each = each.root()) {
            own.addAll(keys.getOrDefault(each, List.of()));
        }
        return InlineCache.into(plain, store, own);
    }

    private StepLog log(int step) {
        return new StepLog() {
            @Override
            public void line(boolean standardError, byte[] line) {
                throw new IllegalStateException("an export runs no program");
            }

            @Override
            public void status(String text) {
                progress.tell(step, text);
            }
        };
    }

    private static CacheExport.Content content(
            Plan plan, Map<Vertex<Tree>, List<Digest>> keys, boolean all) {
        Set<Vertex<Tree>> own = new HashSet<>();
        for (Vertex<Tree> last : plan.graph().targets()) {
            for (@Nullable Vertex<Tree> each = last; each != null; each = each.root()) {
                own.add(each);
            }
        }
        List<Digest> exported = new ArrayList<>();
        List<List<Digest>> bases = new ArrayList<>();
        List<String> mounts = new ArrayList<>();
        for (Vertex<Tree> each : plan.graph().vertices()) {
            if (all || own.contains(each)) {
                exported.addAll(keys.getOrDefault(each, List.of()));
            }
            if (each.op() instanceof ImageOp image) {
                bases.add(image.diffIds());
            }
            if (each.op() instanceof RunOp run) {
                mounts.addAll(run.cacheMounts());
            }
        }
        return new CacheExport.Content(exported, bases, mounts);
    }

    @Override
    public void close() {
        imported.forEach(ImportedCache::close);
    }
}
