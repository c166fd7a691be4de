// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SolverTests {
    private final MemoryCache cache = new MemoryCache();
    private final ConcurrentLinkedQueue<String> ran = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
    private final List<Vertex<String>> vertices = new ArrayList<>();

    private static Digest digest(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Yields its definition's text and what it was given.
    private Vertex<String> vertex(
            String name, @Nullable Vertex<String> root, List<Vertex<String>> sources) {
        return vertex(name, root, sources, () -> name);
    }

    private interface Action {
        String run() throws InterruptedException, StepException;
    }

    private Vertex<String> vertex(
            String name,
            @Nullable Vertex<String> root,
            List<Vertex<String>> sources,
            Action action) {
        Op<String> op =
                new Op<>() {
                    @Override
                    public Digest definition() {
                        return digest(name);
                    }

                    @Override
                    public Content content(int index, String source, StepLog log) {
                        // Only the part before the slash is read.
                        return Content.of(digest(source.split("/")[0]));
                    }

                    @Override
                    public String execute(@Nullable String below, List<String> given, StepLog log)
                            throws InterruptedException, StepException {
                        ran.add(name);
                        return action.run() + (below == null ? "" : "<" + below);
                    }
                };
        return add(new Vertex<>(name, op, root, sources, true));
    }

    private Vertex<String> context(String content) {
        return add(
                new Vertex<>(
                        "context",
                        new Op<String>() {
                            @Override
                            public @Nullable Digest definition() {
                                return null;
                            }

                            @Override
                            public boolean isSource() {
                                return true;
                            }

                            @Override
                            public String execute(
                                    @Nullable String root, List<String> sources, StepLog log) {
                                return content;
                            }
                        },
                        null,
                        List.of(),
                        true));
    }

    private Vertex<String> add(Vertex<String> vertex) {
        vertices.add(vertex);
        return vertex;
    }

    private String solve(Vertex<String> target) throws SolveException, InterruptedException {
        ran.clear();
        told.clear();
        Map<Vertex<String>, Evaluated<String>> results =
                new Solver<>(cache, new Listener(), 8).solve(new Graph<>(vertices, target));
        vertices.clear();
        Evaluated<String> result = results.get(target);
        if (result == null) {
            throw new AssertionError("the target has no result");
        }
        return result.result();
    }

    @Test
    void aStepRunsOnceAndIsFoundAgain() throws Exception {
        for (int i = 0; i < 2; i++) {
            Vertex<String> a = vertex("a", null, List.of());
            assertThat(solve(vertex("b", a, List.of()))).isEqualTo("b<a");
            assertThat(ran).containsExactlyElementsOf(i == 0 ? List.of("a", "b") : List.of());
        }
        assertThat(told).containsExactly("started a", "cached a", "started b", "cached b");
    }

    @Test
    void aChangedRootMakesAllAboveItRun() throws Exception {
        solve(vertex("b", vertex("a", null, List.of()), List.of()));
        solve(vertex("b", vertex("A", null, List.of()), List.of()));
        assertThat(ran).containsExactly("A", "b");
    }

    @Test
    void aSourceThatComesOutTheSameHitsAboveIt() throws Exception {
        Vertex<String> first = vertex("x", null, List.of(), () -> "same/1");
        solve(vertex("run", vertex("copy", null, List.of(first)), List.of()));
        assertThat(ran).containsExactly("x", "copy", "run");
        Vertex<String> second = vertex("y", null, List.of(), () -> "same/2");
        solve(vertex("run", vertex("copy", null, List.of(second)), List.of()));
        assertThat(ran).containsExactly("y");
    }

    @Test
    void aContextEntersByWhatIsReadOfIt() throws Exception {
        solve(vertex("copy", null, List.of(context("v1/a"))));
        solve(vertex("copy", null, List.of(context("v1/b"))));
        assertThat(ran).isEmpty();
        solve(vertex("copy", null, List.of(context("v2/b"))));
        assertThat(ran).containsExactly("copy");
    }

    @Test
    void sourcesOfWhatIsFoundAreLeftAlone() throws Exception {
        solve(vertex("copy", null, List.of(vertex("x", null, List.of()))));
        cache.forget(Keys.definition(digest("x"), null, List.of()));
        solve(vertex("copy", null, List.of(vertex("x", null, List.of()))));
        assertThat(ran).isEmpty();
    }

    @Test
    void independentChainsRunAtTheSameTime() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        List<Vertex<String>> sources = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            sources.add(
                    vertex(
                            name,
                            null,
                            List.of(),
                            () -> {
                                both.countDown();
                                assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
                                return name;
                            }));
        }
        Vertex<String> one = vertex("c1", null, List.of(sources.getFirst()));
        solve(vertex("c2", one, List.of(sources.getLast())));
        assertThat(ran).containsExactlyInAnyOrder("a", "b", "c1", "c2");
    }

    @Test
    void equalStepsRunOnce() throws Exception {
        Vertex<String> a = vertex("same", null, List.of());
        Vertex<String> b = vertex("same", null, List.of());
        solve(vertex("both", null, List.of(a, b)));
        assertThat(ran).containsExactlyInAnyOrder("same", "both");
    }

    @Test
    void theFirstFailureStopsTheRest() {
        CountDownLatch waiting = new CountDownLatch(1);
        Vertex<String> slow =
                vertex(
                        "slow",
                        null,
                        List.of(),
                        () -> {
                            waiting.countDown();
                            new Semaphore(0).acquire();
                            return "never";
                        });
        Vertex<String> bad =
                vertex(
                        "bad",
                        null,
                        List.of(),
                        () -> {
                            waiting.await();
                            throw new StepException("broken");
                        });
        Vertex<String> target = vertex("target", null, List.of(slow, bad));
        assertThatThrownBy(() -> solve(target))
                .isInstanceOfSatisfying(
                        SolveException.class, e -> assertThat(e.vertex()).isSameAs(bad))
                .hasMessage("broken");
        assertThat(told).contains("failed bad", "canceled slow", "canceled target");
    }

    @Test
    void interruptingTheCallerStopsEverything() {
        Thread caller = Thread.currentThread();
        Vertex<String> target =
                vertex(
                        "endless",
                        null,
                        List.of(),
                        () -> {
                            caller.interrupt();
                            new Semaphore(0).acquire();
                            return "never";
                        });
        assertThatThrownBy(() -> solve(target)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void deepAndWideGraphsAreSolved() throws Exception {
        Vertex<String> last = vertex("0", null, List.of(), () -> "");
        List<Vertex<String>> stages = new ArrayList<>();
        for (int i = 1; i < 10_000; i++) {
            int n = i;
            last = add(new Vertex<>(String.valueOf(i), new Counting(n), last, List.of(), true));
            if (i % 50 == 0) {
                stages.add(last);
            }
        }
        assertThat(solve(vertex("all", null, stages, () -> "done"))).isEqualTo("done");
    }

    private record Counting(int n) implements Op<String> {
        @Override
        public Digest definition() {
            return digest("n" + n);
        }

        @Override
        public String execute(@Nullable String root, List<String> sources, StepLog log) {
            return String.valueOf(n);
        }
    }

    private final class Listener implements SolverListener<String> {
        @Override
        public void started(Vertex<String> vertex) {
            told.add("started " + vertex);
        }

        @Override
        public void cached(Vertex<String> vertex) {
            told.add("cached " + vertex);
        }

        @Override
        public void done(Vertex<String> vertex, Duration took) {
            told.add("done " + vertex);
        }

        @Override
        public void failed(Vertex<String> vertex, Throwable cause, Duration took) {
            told.add("failed " + vertex);
        }

        @Override
        public void canceled(Vertex<String> vertex) {
            told.add("canceled " + vertex);
        }

        @Override
        public void log(
                Vertex<String> vertex, boolean standardError, byte[] line, Duration sinceStart) {
            told.add("log " + vertex);
        }

        @Override
        public void status(Vertex<String> vertex, String text) {
            told.add("status " + vertex);
        }
    }

    private static final class MemoryCache implements ResultCache<String> {
        private final Map<Digest, Hit<String>> hits = new ConcurrentHashMap<>();
        private final Map<Digest, Semaphore> locks = new ConcurrentHashMap<>();

        void forget(@Nullable Digest key) {
            if (key == null || hits.remove(key) == null) {
                throw new AssertionError("there was no such record");
            }
        }

        @Override
        public Optional<Hit<String>> find(Digest key) {
            return Optional.ofNullable(hits.get(key));
        }

        @Override
        public void put(Digest key, Hit<String> hit, String detail) {
            hits.put(key, hit);
        }

        @Override
        public Lock lock(Digest key) {
            Semaphore semaphore = locks.computeIfAbsent(key, _ -> new Semaphore(1));
            semaphore.acquireUninterruptibly();
            return semaphore::release;
        }
    }
}
