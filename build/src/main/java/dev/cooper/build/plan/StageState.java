// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.build.solver.Vertex;
import dev.cooper.build.step.Tree;
import dev.cooper.dockerfile.Expander;
import dev.cooper.dockerfile.Stage;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.History;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What a stage has come to while its instructions are gone through one by one.
final class StageState {
    static final String COMMENT = "buildkit.dockerfile.v0";

    final Stage stage;
    final StepNames names;
    Vertex<Tree> tree;
    ContainerConfig config;
    @Nullable String author;
    final @Nullable Instant baseCreated;

    /// Whether a `CMD` of this stage was seen: an `ENTRYPOINT` takes away only an inherited one.
    boolean commandGiven;

    /// What words and programs see: the configuration's variables, and arguments over them.
    final SequencedMap<String, String> environment = new LinkedHashMap<>();

    /// The arguments in scope, by name; those without a value are here too.
    final SequencedMap<String, @Nullable String> arguments = new LinkedHashMap<>();

    final List<HistoryStep> history = new ArrayList<>();

    StageState(
            Stage stage,
            StepNames names,
            Vertex<Tree> tree,
            ContainerConfig config,
            @Nullable String author,
            @Nullable Instant baseCreated) {
        this.stage = stage;
        this.names = names;
        this.tree = tree;
        this.config = config;
        this.author = author;
        this.baseCreated = baseCreated;
        for (String pair : config.env()) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                environment.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
    }

    /// A variable of the configuration, which programs see too.
    void env(String key, String value) {
        config = config.withEnv(key, value);
        environment.put(key, value);
    }

    Expander.Lookup lookup() {
        return Expander.Lookup.of(new LinkedHashMap<>(environment));
    }

    /// `KEY=value`, as a program gets them.
    List<String> processEnvironment() {
        List<String> pairs = new ArrayList<>();
        environment.forEach((key, value) -> pairs.add(key + "=" + value));
        return pairs;
    }

    /// An instruction that only changed the configuration.
    void tell(String createdBy) {
        history.add(new HistoryStep(entry(createdBy, true), null, false));
    }

    /// An instruction that made a layer.
    void tell(String createdBy, Vertex<Tree> layer) {
        tree = layer;
        history.add(new HistoryStep(entry(createdBy, false), layer, false));
    }

    private History entry(String createdBy, boolean emptyLayer) {
        return new History(null, createdBy, author, COMMENT, emptyLayer);
    }

    String workingDirectory() {
        return config.workingDir().isEmpty() ? "/" : config.workingDir();
    }
}
