// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.build.plan.CommandWords;
import dev.cooper.build.tree.CleanPath;
import dev.cooper.dockerfile.Add;
import dev.cooper.dockerfile.Arg;
import dev.cooper.dockerfile.Cmd;
import dev.cooper.dockerfile.Copy;
import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Entrypoint;
import dev.cooper.dockerfile.Env;
import dev.cooper.dockerfile.Expander;
import dev.cooper.dockerfile.ExpansionException;
import dev.cooper.dockerfile.Expose;
import dev.cooper.dockerfile.From;
import dev.cooper.dockerfile.HealthcheckInstruction;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.KeyValue;
import dev.cooper.dockerfile.Label;
import dev.cooper.dockerfile.Maintainer;
import dev.cooper.dockerfile.OnBuild;
import dev.cooper.dockerfile.PortSpec;
import dev.cooper.dockerfile.PortSpec.InvalidPortException;
import dev.cooper.dockerfile.Run;
import dev.cooper.dockerfile.Shell;
import dev.cooper.dockerfile.Signals;
import dev.cooper.dockerfile.StopSignal;
import dev.cooper.dockerfile.User;
import dev.cooper.dockerfile.Volume;
import dev.cooper.dockerfile.Workdir;
import dev.cooper.oci.ContainerConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// An image's configuration while the instructions of `--change` are applied to it one by one.
/// Immutable. Words are expanded with the configuration's own variables.
///
/// @param commandGiven whether one of the instructions was a `CMD`: an `ENTRYPOINT` takes away only
///   one that was there before
record ConfigChange(ContainerConfig config, boolean commandGiven) {
    /// The configuration after all of `changes`, each of them one instruction.
    ///
    /// @throws CooperException.InvalidInput if one is none, or none that a change may be
    static ContainerConfig applyAll(ContainerConfig start, List<String> changes) {
        ConfigChange now = new ConfigChange(start, false);
        for (String change : changes) {
            try {
                now = now.with(Dockerfile.parseInstruction(change));
            } catch (DockerfileException | ExpansionException | InvalidPortException e) {
                throw new CooperException.InvalidInput(
                        "invalid change \"" + change + "\": " + e.getMessage(), e);
            }
        }
        return now.config();
    }

    private ConfigChange with(Instruction instruction)
            throws ExpansionException, InvalidPortException {
        return switch (instruction) {
            case Cmd cmd ->
                    new ConfigChange(config.withCmd(CommandWords.of(cmd.command(), config)), true);
            case Entrypoint entrypoint ->
                    set(
                            CommandWords.withEntrypoint(
                                    config,
                                    CommandWords.ofEntrypoint(entrypoint.command(), config),
                                    commandGiven));
            case Env env -> set(env(env));
            case Expose expose -> set(expose(expose));
            case HealthcheckInstruction check ->
                    set(config.withHealthcheck(CommandWords.healthcheck(check)));
            case Label label -> set(label(label));
            case OnBuild onBuild -> set(config.withOnBuild(plus(config.onBuild(), onBuild.text())));
            case StopSignal signal -> set(config.withStopSignal(signal(expand(signal.signal()))));
            case User user -> set(config.withUser(expand(user.user())));
            case Volume volume -> set(volume(volume));
            case Workdir workdir -> set(workdir(workdir));
            case Add _, Arg _, Copy _, From _, Maintainer _, Run _, Shell _ ->
                    throw new CooperException.InvalidInput(
                            instruction.keyword().toLowerCase(Locale.ROOT)
                                    + " is not a valid change command");
        };
    }

    private ConfigChange set(ContainerConfig changed) {
        return new ConfigChange(changed, commandGiven);
    }

    private ContainerConfig env(Env instruction) throws ExpansionException {
        ContainerConfig changed = config;
        for (KeyValue pair : instruction.pairs()) {
            changed = changed.withEnv(expand(pair.key()), expand(pair.value()));
        }
        return changed;
    }

    private ContainerConfig expose(Expose instruction)
            throws ExpansionException, InvalidPortException {
        TreeSet<String> ports = new TreeSet<>(config.exposedPorts());
        for (String word : instruction.ports()) {
            for (String port : expander().expandToWords(word, variables())) {
                ports.addAll(PortSpec.parse(port));
            }
        }
        return config.withExposedPorts(ports);
    }

    private ContainerConfig label(Label instruction) throws ExpansionException {
        TreeMap<String, String> labels = new TreeMap<>(config.labels());
        for (KeyValue pair : instruction.pairs()) {
            labels.put(expand(pair.key()), expand(pair.value()));
        }
        return config.withLabels(labels);
    }

    private ContainerConfig volume(Volume instruction) throws ExpansionException {
        TreeSet<String> volumes = new TreeSet<>(config.volumes());
        for (String path : instruction.paths()) {
            String expanded = expand(path);
            if (expanded.isEmpty()) {
                throw new CooperException.InvalidInput(
                        "VOLUME specified can not be an empty string");
            }
            volumes.add(expanded);
        }
        return config.withVolumes(volumes);
    }

    private ContainerConfig workdir(Workdir instruction) throws ExpansionException {
        return config.withWorkingDir(
                CleanPath.absolute("/" + config.workingDir(), expand(instruction.path())));
    }

    private static String signal(String name) {
        if (Signals.number(name).isEmpty()) {
            throw new CooperException.InvalidInput("invalid signal: " + name);
        }
        return name;
    }

    private String expand(String word) throws ExpansionException {
        return expander().expand(word, variables());
    }

    private static Expander expander() {
        return new Expander('\\');
    }

    private Expander.Lookup variables() {
        Map<String, String> map = new LinkedHashMap<>();
        for (String pair : config.env()) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                map.putIfAbsent(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return Expander.Lookup.of(map);
    }

    private static List<String> plus(List<String> list, String last) {
        List<String> longer = new ArrayList<>(list);
        longer.add(last);
        return List.copyOf(longer);
    }
}
