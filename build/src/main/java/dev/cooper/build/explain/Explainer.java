// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.explain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.build.solver.Missed;
import dev.cooper.build.solver.Vertex;
import dev.cooper.build.step.ContextOp;
import dev.cooper.build.step.ImageOp;
import dev.cooper.build.step.Listings;
import dev.cooper.oci.Digest;
import dev.cooper.store.CacheRecord;
import dev.cooper.store.Store;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Says why a step runs: the first thing that makes it differ from the nearest record. What it says
/// comes from what keys are made of, and no secret is part of a key. For any number of threads.
public final class Explainer {
    private final Store store;
    private @Nullable List<Known> records;

    private record Known(Digest key, Instant created, StepFacts facts) {}

    public Explainer(Store store) {
        this.store = store;
    }

    /// One sentence without an end.
    public String explain(Vertex<?> vertex, Missed missed) throws IOException {
        if (!missed.wanted()) {
            return "it was told to run without the cache";
        }
        StepFacts now = StepFacts.of(missed.detail());
        Known nearest = null;
        int best = 0;
        for (Known each : records()) {
            if (each.key().equals(missed.key())) {
                return "its result is no longer in the store";
            }
            int near = now.nearness(each.facts());
            boolean better =
                    near > best
                            || (near == best
                                    && nearest != null
                                    && each.created().isAfter(nearest.created()));
            if (near > 0 && better) {
                best = near;
                nearest = each;
            }
        }
        return nearest == null
                ? "no step like it has run before"
                : difference(vertex, missed, nearest, now);
    }

    /// Read once for a build: what its own steps add explains nothing.
    private synchronized List<Known> records() throws IOException {
        List<Known> known = records;
        if (known == null) {
            known = new ArrayList<>();
            for (CacheRecord each : store.cache().own()) {
                known.add(new Known(each.key(), each.created(), StepFacts.of(each.detail())));
            }
            records = known;
        }
        return known;
    }

    private String difference(Vertex<?> vertex, Missed missed, Known nearest, StepFacts now)
            throws IOException {
        StepFacts before = nearest.facts();
        Vertex<?> root = vertex.root();
        if (!before.sameRoot(now)) {
            if (root == null) {
                return "it builds on nothing now";
            }
            return root.op() instanceof ImageOp
                    ? "the base image has other files: " + root.name()
                    : "the step before has another result: " + root.name();
        }
        Optional<String> definition = new DefinitionDifference(before.lines(), now.lines()).first();
        if (definition.isPresent()) {
            return definition.get();
        }
        List<String> old =
                store.cache().listing(nearest.key()).map(Listings::unpack).orElse(List.of());
        for (int i = 0; i < missed.contents().size(); i++) {
            boolean same =
                    i < before.reads().size() && before.reads().get(i).equals(now.reads().get(i));
            if (!same) {
                return "in " + where(vertex.sources().get(i)) + ", " + file(missed, i, old);
            }
        }
        return "nothing that is remembered of it tells it from an earlier step";
    }

    private static String where(Vertex<?> source) {
        return source.op() instanceof ContextOp
                ? "the build context"
                : "what " + source.name() + " gives";
    }

    private static String file(Missed missed, int source, List<String> old) {
        if (source >= old.size()) {
            return "something that it reads is different (there is no list of the files as they were)";
        }
        String listing = new String(missed.contents().get(source).listing().get(), UTF_8);
        return FileDifference.first(old.get(source), listing)
                .orElse("something is different that the list of its files does not show");
    }
}
