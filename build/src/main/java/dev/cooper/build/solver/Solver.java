// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.solver;

import dev.cooper.build.solver.ResultCache.Hit;
import dev.cooper.oci.Digest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Makes a graph's target, running only what no record holds.
///
/// A chain of root inputs is walked by one thread, base first. The sources of its vertices are
/// chains of their own: they are left alone as long as every definition key hits; at the first miss
/// all that the rest of the chain reads is begun at once, each chain in a thread of its own, and
/// `jobs` bounds how many steps execute at a time. A thread waits for a source without holding a
/// permit or a lock, so waiting can't deadlock.
///
/// One solver is used for one solve.
public final class Solver<R> {
    private final ResultCache<R> cache;
    private final SolverListener<R> listener;
    private final Semaphore jobs;
    private final Map<Vertex<R>, Node<R>> nodes = new HashMap<>();
    private final ExecutorService threads;
    private final AtomicReference<@Nullable SolveException> failure = new AtomicReference<>();

    public Solver(ResultCache<R> cache, SolverListener<R> listener, int jobs) {
        this.cache = cache;
        this.listener = listener;
        this.jobs = new Semaphore(jobs);
        // Steps block in system calls, which would pin virtual threads to their few carriers.
        this.threads =
                Executors.newCachedThreadPool(
                        Thread.ofPlatform().name("step-", 1).daemon().factory());
    }

    /// Every vertex that was needed, with its result; the target's root chain is always among them.
    ///
    /// @throws SolveException the first failure; everything else was stopped and has ended
    /// @throws InterruptedException if the caller was interrupted; everything was stopped and has
    ///   ended
    public Map<Vertex<R>, Evaluated<R>> solve(Graph<R> graph)
            throws SolveException, InterruptedException {
        for (Vertex<R> vertex : graph.vertices()) {
            Vertex<R> root = vertex.root();
            List<Node<R>> sources = vertex.sources().stream().map(this::node).toList();
            nodes.put(vertex, new Node<>(vertex, root == null ? null : node(root), sources));
        }
        try {
            for (Vertex<R> vertex : graph.vertices()) {
                keyWithoutRunning(node(vertex));
            }
            Node<R> target = node(graph.target());
            begin(target);
            await(target);
            return finish(graph);
        } catch (CanceledException e) {
            stop();
            reportCanceled(graph);
            SolveException first = failure.get();
            if (first == null) {
                throw new InterruptedException("the build was canceled");
            }
            throw first;
        } catch (InterruptedException e) {
            stop();
            reportCanceled(graph);
            throw e;
        } finally {
            stop();
        }
    }

    private Node<R> node(Vertex<R> vertex) {
        Node<R> node = nodes.get(vertex);
        if (node == null) {
            throw new IllegalArgumentException(
                    "a graph lists inputs before the vertices that use them: " + vertex);
        }
        return node;
    }

    /// Keys that follow from definitions and from records alone; linear in the graph, runs and
    /// reads nothing.
    private void keyWithoutRunning(Node<R> node) throws CanceledException {
        Digest op = node.vertex.op().definition();
        if (op == null) {
            return;
        }
        Digest definition = Keys.definition(op, node.root, node.sources);
        if (definition == null || node.sources.isEmpty()) {
            node.key(definition);
            return;
        }
        if (node.vertex.useCache()) {
            guarded(node, () -> find(definition)).ifPresent(node::found);
        }
    }

    /// Starts a thread for the chain that ends in `node`, unless somebody is at it already.
    private void begin(Node<R> node) {
        if (!node.result.isDone() && !node.isClaimed()) {
            try {
                threads.execute(() -> walk(node));
            } catch (RejectedExecutionException _) {
                // The solve is being stopped: whoever waits for this node is interrupted, or finds
                // it failed.
            }
        }
    }

    private void walk(Node<R> last) {
        Deque<Node<R>> chain = new ArrayDeque<>();
        for (Node<R> node = last; node != null; node = node.root) {
            chain.push(node);
        }
        boolean missed = false;
        while (!chain.isEmpty()) {
            Node<R> node = chain.pop();
            if (!node.claim()) {
                if (!awaitQuietly(node)) {
                    return;
                }
                continue;
            }
            try {
                if (!missed && isMiss(node)) {
                    missed = true;
                    node.sources.forEach(this::begin);
                    chain.stream()
                            .filter(later -> later.key() == null)
                            .forEach(later -> later.sources.forEach(this::begin));
                }
                node.result.complete(evaluate(node));
            } catch (CanceledException | InterruptedException e) {
                node.result.completeExceptionally(e);
                return;
            } catch (Throwable e) {
                // An Error must reach the waiting caller too: a thread that dies in silence would
                // leave it waiting.
                fail(node, e, Duration.ZERO);
                node.result.completeExceptionally(e);
                return;
            }
        }
    }

    private boolean isMiss(Node<R> node) throws CanceledException {
        if (node.vertex.op().isSource()) {
            return false;
        }
        Digest key = node.key();
        if (node.hit() == null && key != null && node.vertex.useCache()) {
            guarded(node, () -> find(key)).ifPresent(node::found);
        }
        return node.hit() == null;
    }

    private Evaluated<R> evaluate(Node<R> node) throws CanceledException, InterruptedException {
        Vertex<R> vertex = node.vertex;
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
        if (vertex.op().isSource()) {
            return evaluateSource(node);
        }
        Evaluated<R> remembered = remembered(node);
        if (remembered != null) {
            return remembered;
        }
        if (node.key() == null) {
            // What is read must be there before anybody sees the step begin.
            awaitInputs(node);
        }
        listener.started(vertex);
        Stopwatch watch = new Stopwatch();
        try {
            Digest key = keyOf(node);
            try (ResultCache.Lock _ = cache.lock(key)) {
                Optional<Hit<R>> hit = vertex.useCache() ? find(key) : Optional.empty();
                Optional<R> known = hit.isPresent() ? cache.fetch(hit.get()) : Optional.empty();
                if (hit.isPresent() && known.isPresent()) {
                    Instant created = hit.get().created();
                    remember(node, key, new Hit<>(key, known.get(), created));
                    listener.cached(vertex);
                    return new Evaluated<>(key, known.get(), created, true);
                }
                Node<R> root = node.root;
                listener.missed(
                        vertex,
                        new Missed(
                                key,
                                root == null ? null : root.key(),
                                node.contents(),
                                detail(node),
                                vertex.useCache()));
                R result = execute(node, watch);
                // As records keep it: a rebuild must give the same time.
                Instant created = Instant.now().truncatedTo(ChronoUnit.MICROS);
                remember(node, key, new Hit<>(key, result, created));
                listener.done(vertex, watch.elapsed());
                return new Evaluated<>(key, result, created, false);
            }
        } catch (CanceledException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw fail(node, e, watch.elapsed());
        }
    }

    /// The result of the record that was found; null if none was, or it leads nowhere.
    private @Nullable Evaluated<R> remembered(Node<R> node)
            throws CanceledException, InterruptedException {
        Hit<R> hit = node.hit();
        if (hit == null) {
            return null;
        }
        Optional<R> result;
        try {
            result = cache.fetch(hit);
        } catch (IOException e) {
            throw fail(node, e, Duration.ZERO);
        }
        if (result.isEmpty()) {
            node.lost();
            return null;
        }
        listener.started(node.vertex);
        listener.cached(node.vertex);
        return new Evaluated<>(hit.key(), result.get(), hit.created(), true);
    }

    private Evaluated<R> evaluateSource(Node<R> node)
            throws CanceledException, InterruptedException {
        Vertex<R> vertex = node.vertex;
        listener.started(vertex);
        Stopwatch watch = new Stopwatch();
        try {
            R result = vertex.op().execute(null, List.of(), log(vertex, watch));
            listener.done(vertex, watch.elapsed());
            return new Evaluated<>(node.key(), result, Instant.now(), true);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw fail(node, e, watch.elapsed());
        }
    }

    private List<R> awaitInputs(Node<R> node) throws CanceledException, InterruptedException {
        node.sources.forEach(this::begin);
        List<R> sources = new ArrayList<>();
        for (Node<R> source : node.sources) {
            sources.add(await(source).result());
        }
        return sources;
    }

    /// The step's own key; reads its sources' content where the definition key was of no use.
    private Digest keyOf(Node<R> node) throws IOException, InterruptedException, CanceledException {
        Digest known = node.key();
        if (known != null) {
            return known;
        }
        Op<R> op = node.vertex.op();
        Digest definition = op.definition();
        if (definition == null) {
            throw new IllegalStateException("only sources may have no definition: " + node.vertex);
        }
        List<R> sources = awaitInputs(node);
        StepLog log = log(node.vertex, new Stopwatch());
        List<Content> read = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            read.add(op.content(i, sources.get(i), log));
        }
        node.contents(read);
        List<Digest> contents = read.stream().map(Content::digest).toList();
        Node<R> root = node.root;
        Digest rootKey = root == null ? null : await(root).key();
        Digest key =
                contents.isEmpty()
                        ? Keys.definition(definition, root, List.of())
                        : Keys.content(definition, rootKey, contents);
        if (key == null) {
            throw new IllegalStateException("a root input has no key: " + node.vertex);
        }
        node.key(key);
        return key;
    }

    private R execute(Node<R> node, Stopwatch watch)
            throws IOException, InterruptedException, StepException, CanceledException {
        List<R> sources = awaitInputs(node);
        Node<R> root = node.root;
        R below = root == null ? null : await(root).result();
        jobs.acquire();
        try {
            watch.restart();
            return node.vertex.op().execute(below, sources, log(node.vertex, watch));
        } finally {
            jobs.release();
        }
    }

    /// A record under the step's own key, and one under its definition key, so that the next solve
    /// need not read sources to find it.
    private void remember(Node<R> node, Digest key, Hit<R> hit) throws IOException {
        Digest op = node.vertex.op().definition();
        if (op == null) {
            return;
        }
        String detail = detail(node);
        if (find(key).map(Hit::created).filter(hit.created()::equals).isEmpty()) {
            cache.put(key, new Hit<>(key, hit.result(), hit.created()), detail);
            if (!node.contents().isEmpty()) {
                cache.putContents(key, node.contents());
            }
        }
        Digest definition =
                node.sources.isEmpty() ? null : Keys.definition(op, node.root, node.sources);
        if (definition != null
                && find(definition).filter(known -> known.key().equals(key)).isEmpty()) {
            cache.put(definition, new Hit<>(key, hit.result(), hit.created()), detail);
        }
    }

    /// What records say of a step: its name, what it builds on and reads, and its definition.
    private String detail(Node<R> node) {
        StringBuilder text = new StringBuilder("name ");
        text.append(node.vertex.name().replace('\n', ' ')).append('\n');
        Node<R> root = node.root;
        if (root != null && root.key() != null) {
            text.append("root ").append(root.key()).append('\n');
        }
        for (Content each : node.contents()) {
            text.append("reads ").append(each.digest()).append('\n');
        }
        return text.append(node.vertex.op().detail()).toString();
    }

    /// After a solve: the keys under which results of this graph's steps may be found, each step's
    /// own key and its definition key, as far as they are known.
    public Map<Vertex<R>, List<Digest>> keys() {
        Map<Vertex<R>, List<Digest>> keys = new HashMap<>();
        for (Node<R> node : nodes.values()) {
            Digest op = node.vertex.op().definition();
            if (op == null || node.vertex.op().isSource()) {
                continue;
            }
            List<Digest> known = new ArrayList<>();
            Digest own = node.key();
            Digest definition = Keys.definition(op, node.root, node.sources);
            if (own != null) {
                known.add(own);
            }
            if (definition != null && !definition.equals(own)) {
                known.add(definition);
            }
            keys.put(node.vertex, known);
        }
        return keys;
    }

    private Optional<Hit<R>> find(Digest key) throws IOException {
        return cache.find(key);
    }

    private Evaluated<R> await(Node<R> node) throws CanceledException, InterruptedException {
        try {
            return node.result.get();
        } catch (ExecutionException e) {
            throw new CanceledException();
        }
    }

    private boolean awaitQuietly(Node<R> node) {
        try {
            await(node);
            return true;
        } catch (CanceledException | InterruptedException _) {
            return false;
        }
    }

    private StepLog log(Vertex<R> vertex, Stopwatch watch) {
        return new StepLog() {
            @Override
            public void line(boolean standardError, byte[] line) {
                listener.log(vertex, standardError, line, watch.elapsed());
            }

            @Override
            public void status(String text) {
                listener.status(vertex, text);
            }
        };
    }

    /// The first failure stops the rest; later ones are its consequences.
    private CanceledException fail(Node<R> node, Throwable cause, Duration took) {
        if (failure.compareAndSet(null, new SolveException(node.vertex, cause))) {
            listener.failed(node.vertex, cause, took);
            threads.shutdownNow();
            for (Node<R> other : nodes.values()) {
                if (other.claim()) {
                    other.result.completeExceptionally(new CanceledException());
                }
            }
        }
        return new CanceledException();
    }

    private <T> T guarded(Node<R> node, Lookup<T> lookup) throws CanceledException {
        try {
            return lookup.run();
        } catch (IOException e) {
            throw fail(node, e, Duration.ZERO);
        }
    }

    private void stop() {
        threads.shutdownNow();
        boolean interrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void reportCanceled(Graph<R> graph) {
        SolveException first = failure.get();
        for (Vertex<R> vertex : graph.vertices()) {
            Node<R> node = node(vertex);
            boolean ended = node.result.isDone() && !node.result.isCompletedExceptionally();
            if (!ended && (first == null || first.vertex() != vertex)) {
                listener.canceled(vertex);
            }
        }
    }

    private Map<Vertex<R>, Evaluated<R>> finish(Graph<R> graph) {
        Map<Vertex<R>, Evaluated<R>> results = new HashMap<>();
        for (Vertex<R> vertex : graph.vertices()) {
            Node<R> node = node(vertex);
            if (node.result.isDone()) {
                results.put(vertex, node.result.join());
            } else {
                // Nobody needed to look: what reads it was found by its definition.
                listener.started(vertex);
                listener.cached(vertex);
            }
        }
        return results;
    }

    private interface Lookup<T> {
        T run() throws IOException;
    }

    /// Another vertex failed, or the solve was interrupted.
    private static final class CanceledException extends Exception {
        private static final long serialVersionUID = 1;

        CanceledException() {
            super("canceled", null, false, false);
        }
    }
}
