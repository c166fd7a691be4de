// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.build.step.GoText;
import dev.cooper.dockerfile.Cmd;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Entrypoint;
import dev.cooper.dockerfile.Env;
import dev.cooper.dockerfile.Expander;
import dev.cooper.dockerfile.ExpansionException;
import dev.cooper.dockerfile.Expose;
import dev.cooper.dockerfile.HealthcheckInstruction;
import dev.cooper.dockerfile.KeyValue;
import dev.cooper.dockerfile.Label;
import dev.cooper.dockerfile.Maintainer;
import dev.cooper.dockerfile.OnBuild;
import dev.cooper.dockerfile.PortSpec;
import dev.cooper.dockerfile.Shell;
import dev.cooper.dockerfile.Signals;
import dev.cooper.dockerfile.StopSignal;
import dev.cooper.dockerfile.User;
import dev.cooper.dockerfile.Volume;
import dev.cooper.oci.Healthcheck;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Instructions that only change the configuration. The history has the words of the reference
/// builder, which are Go's `%v` and `%q` of its own values: scanners read them.
final class ConfigPlanner {
    private final StageState state;
    private final Expander expander;

    ConfigPlanner(StageState state, Expander expander) {
        this.state = state;
        this.expander = expander;
    }

    private String expand(String word) throws ExpansionException {
        return expander.expand(word, state.lookup());
    }

    private List<String[]> expanded(List<KeyValue> pairs) throws ExpansionException {
        // All before any is set: one instruction sees the variables before it.
        Expander.Lookup before = state.lookup();
        List<String[]> expanded = new ArrayList<>();
        for (KeyValue pair : pairs) {
            expanded.add(
                    new String[] {
                        expander.expand(pair.key(), before), expander.expand(pair.value(), before)
                    });
        }
        return expanded;
    }

    private static String told(List<String[]> pairs) {
        return pairs.stream().map(each -> each[0] + "=" + each[1]).collect(Collectors.joining(" "));
    }

    void env(Env instruction) throws ExpansionException {
        List<String[]> pairs = expanded(instruction.pairs());
        pairs.forEach(pair -> state.env(pair[0], pair[1]));
        state.tell("ENV " + told(pairs));
    }

    void label(Label instruction) throws ExpansionException {
        List<String[]> pairs = expanded(instruction.pairs());
        pairs.forEach(pair -> state.labels.put(pair[0], pair[1]));
        state.tell("LABEL " + told(pairs));
    }

    void user(User instruction) throws ExpansionException {
        String user = expand(instruction.user());
        state.config = state.config.withUser(user);
        state.tell("USER " + user);
    }

    void expose(Expose instruction) throws DockerfileException, ExpansionException {
        SortedSet<String> told = new TreeSet<>();
        try {
            for (String word : instruction.ports()) {
                for (String port : expander.expandToWords(word, state.lookup())) {
                    told.addAll(PortSpec.parse(port));
                }
            }
        } catch (PortSpec.InvalidPortException e) {
            throw new DockerfileException(e.getMessage(), List.of(instruction.range()));
        }
        SortedSet<String> ports = new TreeSet<>(state.config.exposedPorts());
        ports.addAll(told);
        state.config = state.config.withExposedPorts(ports);
        state.tell(
                told.stream()
                        .map(port -> port + ":{}")
                        .collect(Collectors.joining(" ", "EXPOSE map[", "]")));
    }

    void volume(Volume instruction) throws DockerfileException, ExpansionException {
        SortedSet<String> volumes = new TreeSet<>(state.config.volumes());
        List<String> told = new ArrayList<>();
        for (String each : instruction.paths()) {
            String path = expand(each);
            if (path.isEmpty()) {
                throw new DockerfileException(
                        "VOLUME specified can not be an empty string",
                        List.of(instruction.range()));
            }
            volumes.add(path);
            told.add(path);
        }
        state.config = state.config.withVolumes(volumes);
        state.tell("VOLUME [" + String.join(" ", told) + "]");
    }

    void cmd(Cmd instruction) {
        List<String> words = CommandWords.of(instruction.command(), state.config);
        state.commandGiven = true;
        state.config = state.config.withCmd(words).withArgsEscaped(true);
        state.tell("CMD " + GoText.quoted(words));
    }

    void entrypoint(Entrypoint instruction) {
        List<String> words = CommandWords.ofEntrypoint(instruction.command(), state.config);
        state.config = CommandWords.withEntrypoint(state.config, words, state.commandGiven);
        state.tell("ENTRYPOINT " + GoText.quoted(words));
    }

    void shell(Shell instruction) {
        state.config = state.config.withShell(instruction.arguments());
        state.tell("SHELL [" + String.join(" ", instruction.arguments()) + "]");
    }

    void stopSignal(StopSignal instruction) throws DockerfileException, ExpansionException {
        String signal = expand(instruction.signal());
        if (Signals.number(signal).isEmpty()) {
            throw new DockerfileException(
                    "invalid signal: " + signal, List.of(instruction.range()));
        }
        state.config = state.config.withStopSignal(signal);
        state.tell("STOPSIGNAL " + signal);
    }

    void healthcheck(HealthcheckInstruction instruction) {
        Healthcheck check = CommandWords.healthcheck(instruction);
        state.config = state.config.withHealthcheck(check);
        state.tell(HealthcheckText.of(check));
    }

    void maintainer(Maintainer instruction) {
        state.author = instruction.name();
        state.tell("MAINTAINER " + instruction.name());
    }

    /// Kept for whoever builds on this image; the history says nothing of it.
    void onBuild(OnBuild instruction) {
        List<String> triggers = new ArrayList<>(state.config.onBuild());
        triggers.add(instruction.text());
        state.config = state.config.withOnBuild(triggers);
    }
}
