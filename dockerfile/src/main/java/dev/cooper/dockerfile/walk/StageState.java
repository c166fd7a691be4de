// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.walk;

import dev.cooper.dockerfile.Expander;
import dev.cooper.dockerfile.OnBuild;
import dev.cooper.dockerfile.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a stage has come to while its instructions are gone through. Listeners read it; it changes
/// after each step.
public final class StageState {
    private static final String DEFAULT_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Stage stage;
    private final @Nullable StageState base;
    private final SequencedMap<String, String> environment = new LinkedHashMap<>();
    private final Set<String> arguments = new HashSet<>();
    private final boolean baseKnown;
    final List<OnBuild> triggers = new ArrayList<>();
    final Set<StageState> sources = new LinkedHashSet<>();
    private List<String> shell;
    private boolean workdirGiven;

    private StageState(Stage stage, @Nullable StageState base, boolean baseKnown) {
        this.stage = stage;
        this.base = base;
        this.baseKnown = baseKnown;
        this.shell = List.of();
    }

    static StageState onNothing(Stage stage) {
        return new StageState(stage, null, true).withPath();
    }

    /// A stage on something that nobody knows.
    static StageState onUnknown(Stage stage) {
        return new StageState(stage, null, false).withPath();
    }

    static StageState onImage(Stage stage, BaseFacts image) {
        StageState state = new StageState(stage, null, true);
        state.environment.putAll(image.environment());
        state.shell = image.shell();
        return state.withPath();
    }

    static StageState onStage(Stage stage, StageState base) {
        StageState state = new StageState(stage, base, base.baseKnown);
        state.environment.putAll(base.environment);
        state.arguments.addAll(base.arguments);
        state.shell = base.shell;
        state.workdirGiven = base.workdirGiven;
        return state;
    }

    private StageState withPath() {
        environment.putIfAbsent("PATH", DEFAULT_PATH);
        return this;
    }

    void set(String name, String value) {
        environment.put(name, value);
    }

    void declare(String argument) {
        arguments.add(argument);
    }

    void shell(List<String> arguments) {
        shell = arguments;
    }

    void workdir() {
        workdirGiven = true;
    }

    /// Which stage this is.
    public Stage stage() {
        return stage;
    }

    /// The stage below, null if it starts from something else.
    public @Nullable StageState base() {
        return base;
    }

    /// The stages that its instructions read, in order.
    public List<StageState> sources() {
        return List.copyOf(sources);
    }

    /// The variables that words see, in the order in which they came.
    public Map<String, String> environment() {
        return Collections.unmodifiableMap(environment);
    }

    Expander.Lookup lookup() {
        return Expander.Lookup.of(environment);
    }

    /// Whether an `ARG` of this stage, or of those below it, names this argument.
    public boolean declares(String argument) {
        return arguments.contains(argument);
    }

    /// Whether all variables of the image at the bottom are known.
    public boolean baseKnown() {
        return baseKnown;
    }

    /// The `SHELL` in force, empty if none was chosen.
    public List<String> shell() {
        return shell;
    }

    /// Whether a `WORKDIR` of this file came before.
    public boolean workdirGiven() {
        return workdirGiven;
    }
}
