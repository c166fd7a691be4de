// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.build.solver.Vertex;
import dev.cooper.build.step.Tree;
import dev.cooper.dockerfile.Expander;
import dev.cooper.dockerfile.Stage;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.History;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a stage has come to while its instructions are gone through one by one.
final class StageState {
    static final String COMMENT = "buildkit.dockerfile.v0";

    /// What an entry of the history takes besides its text.
    private static final int ENTRY = 100;

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

    /// The configuration's variables; null for one that stands there without a value.
    private final SequencedMap<String, @Nullable String> variables = new LinkedHashMap<>();

    final SortedMap<String, String> labels;

    private final List<HistoryStep> own = new ArrayList<>();

    /// The stage whose history comes before this one's own.
    private @Nullable StageState base;

    /// What the history will take in the configuration, in chars.
    private long told;

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
        this.labels = new TreeMap<>(config.labels());
        for (String pair : config.env()) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                env(pair.substring(0, equals), pair.substring(equals + 1));
            } else {
                variables.put(pair, null);
            }
        }
    }

    /// A stage that begins where another has ended.
    static StageState over(Stage stage, StepNames names, StageState base) {
        StageState state =
                new StageState(stage, names, base.tree, base.config, base.author, base.baseCreated);
        state.environment.putAll(base.environment);
        state.arguments.putAll(base.arguments);
        state.base = base;
        state.told = base.told;
        return state;
    }

    /// A variable of the configuration, which programs see too.
    void env(String key, String value) {
        variables.put(key, value);
        environment.put(key, value);
    }

    boolean hasVariable(String key) {
        return variables.containsKey(key);
    }

    /// Puts what was collected into the configuration, after the last instruction.
    void settle() {
        List<String> pairs = new ArrayList<>();
        variables.forEach((key, value) -> pairs.add(value == null ? key : key + "=" + value));
        config = config.withEnv(pairs).withLabels(labels);
    }

    /// The variables as they are while one instruction is looked at.
    Expander.Lookup lookup() {
        return Expander.Lookup.of(environment);
    }

    /// Oldest first.
    List<HistoryStep> history() {
        Deque<StageState> stages = new ArrayDeque<>();
        for (StageState at = this; at != null; at = at.base) {
            stages.push(at);
        }
        List<HistoryStep> all = new ArrayList<>();
        stages.forEach(each -> all.addAll(each.own));
        return all;
    }

    void inherit(HistoryStep step) {
        own.add(step);
    }

    long told() {
        return told;
    }

    /// `KEY=value`, as a program gets them.
    List<String> processEnvironment() {
        List<String> pairs = new ArrayList<>();
        environment.forEach((key, value) -> pairs.add(key + "=" + value));
        return pairs;
    }

    /// An instruction that only changed the configuration.
    void tell(String createdBy) {
        own.add(new HistoryStep(entry(createdBy, true), null, false));
    }

    /// An instruction that made a layer.
    void tell(String createdBy, Vertex<Tree> layer) {
        tree = layer;
        own.add(new HistoryStep(entry(createdBy, false), layer, false));
    }

    private History entry(String createdBy, boolean emptyLayer) {
        told += createdBy.length() + ENTRY;
        return new History(null, createdBy, author, COMMENT, emptyLayer);
    }

    String workingDirectory() {
        return config.workingDir().isEmpty() ? "/" : config.workingDir();
    }
}
