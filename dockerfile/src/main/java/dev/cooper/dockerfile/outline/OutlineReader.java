// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.outline;

import dev.cooper.dockerfile.Arg;
import dev.cooper.dockerfile.ArgPair;
import dev.cooper.dockerfile.Descriptions;
import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Expander;
import dev.cooper.dockerfile.RunMount;
import dev.cooper.dockerfile.SourceRange;
import dev.cooper.dockerfile.Stage;
import dev.cooper.dockerfile.walk.GlobalArgs;
import dev.cooper.dockerfile.walk.StageState;
import dev.cooper.dockerfile.walk.Step;
import dev.cooper.dockerfile.walk.WalkListener;
import dev.cooper.dockerfile.walk.WalkRequest;
import dev.cooper.dockerfile.walk.Walker;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Gathers what stages take, and then what of it a target sees.
final class OutlineReader implements WalkListener {
    private static final class Taken {
        final Set<String> globals = new HashSet<>();
        final SequencedMap<String, Outline.Argument> arguments = new LinkedHashMap<>();
        final SequencedMap<String, Outline.Input> secrets = new LinkedHashMap<>();
        final SequencedMap<String, Outline.Input> sshAgents = new LinkedHashMap<>();
    }

    private final Dockerfile file;
    private final WalkRequest request;
    private final Descriptions descriptions;
    private final Map<Integer, Taken> stages = new HashMap<>();
    private @Nullable GlobalArgs globals;

    OutlineReader(Dockerfile file, WalkRequest request) {
        this.file = file;
        this.request = request;
        this.descriptions = new Descriptions(file.directives().lines());
    }

    Outline read() throws DockerfileException {
        StageState target = Walker.walk(file, request, this);
        Taken all = new Taken();
        for (StageState each : seen(target)) {
            Taken taken = taken(each.stage());
            taken.arguments.forEach(all.arguments::putIfAbsent);
            globals(taken.globals).forEach(all.arguments::putIfAbsent);
            taken.secrets.forEach(all.secrets::putIfAbsent);
            taken.sshAgents.forEach(all.sshAgents::putIfAbsent);
        }
        String name = target.stage().name();
        return new Outline(
                file.text(),
                name == null ? "" : name,
                name == null ? "" : descriptions.of(target.stage().from(), name).orElse(""),
                sorted(all.arguments.values(), Outline.Argument::range),
                sorted(all.secrets.values(), Outline.Input::range),
                sorted(all.sshAgents.values(), Outline.Input::range));
    }

    private static <T> List<T> sorted(Collection<T> values, Function<T, SourceRange> range) {
        return values.stream()
                .sorted(Comparator.comparing(each -> range.apply(each).start()))
                .toList();
    }

    /// The target, what it starts from, and what it reads: the nearest say what a name means.
    private static Set<StageState> seen(StageState target) {
        Set<StageState> seen = new LinkedHashSet<>();
        Deque<StageState> ahead = new ArrayDeque<>(List.of(target));
        while (!ahead.isEmpty()) {
            StageState stage = ahead.pop();
            if (seen.add(stage)) {
                stage.sources().reversed().forEach(ahead::push);
                StageState base = stage.base();
                if (base != null) {
                    ahead.push(base);
                }
            }
        }
        return seen;
    }

    /// Arguments from before the first stage, and those that their defaults are made of.
    private Map<String, Outline.Argument> globals(Set<String> used) {
        SequencedMap<String, Outline.Argument> found = new LinkedHashMap<>();
        GlobalArgs args = globals;
        Deque<String> ahead = new ArrayDeque<>(used);
        while (args != null && !ahead.isEmpty()) {
            GlobalArgs.Declared declared = args.declared().get(ahead.pop());
            if (declared != null && !found.containsKey(declared.name())) {
                String value = declared.value();
                found.put(
                        declared.name(),
                        new Outline.Argument(
                                declared.name(),
                                descriptions.of(declared.by(), declared.name()).orElse(""),
                                value == null ? "" : value,
                                declared.by().range()));
                ahead.addAll(declared.uses());
            }
        }
        return found;
    }

    private Taken taken(Stage stage) {
        return stages.computeIfAbsent(stage.index(), _ -> new Taken());
    }

    @Override
    public void image(Stage stage, Expander.Expansion name, GlobalArgs args) {
        globals = args;
        taken(stage).globals.addAll(name.used());
    }

    @Override
    public void platform(Stage stage, Expander.Expansion platform, GlobalArgs args) {
        taken(stage).globals.addAll(platform.used());
    }

    @Override
    public void step(StageState before, Step step) {
        Taken taken = taken(before.stage());
        if (step.expanded() instanceof Arg arg) {
            argument(taken, step, arg.pairs().getFirst());
        }
        for (RunMount mount : step.mounts()) {
            if (mount instanceof RunMount.Secret secret) {
                taken.secrets.putIfAbsent(
                        secret.id(),
                        new Outline.Input(secret.id(), secret.required(), step.range()));
            } else if (mount instanceof RunMount.Ssh ssh) {
                taken.sshAgents.putIfAbsent(
                        ssh.id(), new Outline.Input(ssh.id(), ssh.required(), step.range()));
            }
        }
    }

    /// What comes from before the first stage is described there; a bare name that no global
    /// argument has is one that only the command line can give.
    private void argument(Taken taken, Step step, ArgPair pair) {
        if (step.inherited()) {
            taken.globals.add(pair.key());
            return;
        }
        String value = pair.value();
        taken.arguments.put(
                pair.key(),
                new Outline.Argument(
                        pair.key(),
                        descriptions.of(step.written(), pair.key()).orElse(""),
                        value == null ? "" : value,
                        step.range()));
    }
}
