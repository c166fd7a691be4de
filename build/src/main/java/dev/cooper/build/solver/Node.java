// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.solver;

import dev.cooper.build.solver.ResultCache.Hit;
import dev.cooper.oci.Digest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A vertex within one solve: its key as soon as that is known, and its result once somebody has
/// made it.
final class Node<R> implements Keys.Evaluable {
    final Vertex<R> vertex;
    final @Nullable Node<R> root;
    final List<Node<R>> sources;
    final CompletableFuture<Evaluated<R>> result = new CompletableFuture<>();
    private final AtomicBoolean claimed = new AtomicBoolean();
    private volatile @Nullable Digest key;
    private volatile @Nullable Hit<R> hit;
    private volatile List<Content> contents = List.of();

    Node(Vertex<R> vertex, @Nullable Node<R> root, List<Node<R>> sources) {
        this.vertex = vertex;
        this.root = root;
        this.sources = sources;
    }

    /// True for exactly one caller, who must complete [#result].
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    boolean isClaimed() {
        return claimed.get();
    }

    @Override
    public @Nullable Digest key() {
        return key;
    }

    /// The record that makes it needless to run the step, if one was found already.
    @Nullable Hit<R> hit() {
        return hit;
    }

    void found(Hit<R> record) {
        hit = record;
        key = record.key();
    }

    /// The record turned out to lead nowhere.
    void lost() {
        hit = null;
    }

    /// What the step reads of its sources; empty as long as nobody had to look.
    List<Content> contents() {
        return contents;
    }

    void contents(List<Content> read) {
        contents = List.copyOf(read);
    }

    void key(@Nullable Digest known) {
        key = known;
    }
}
