// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// How a container of an image runs by default: the `config` member of [ImageConfig].
public record ContainerConfig(
        String user,
        SortedSet<String> exposedPorts,
        List<String> env,
        @Nullable List<String> entrypoint,
        @Nullable List<String> cmd,
        SortedSet<String> volumes,
        String workingDir,
        SortedMap<String, String> labels,
        @Nullable String stopSignal,
        @Nullable Healthcheck healthcheck,
        List<String> onBuild,
        @Nullable List<String> shell,
        boolean argsEscaped) {
    /// Nothing set.
    public static final ContainerConfig EMPTY =
            new ContainerConfig(
                    "",
                    Collections.emptySortedSet(),
                    List.of(),
                    null,
                    null,
                    Collections.emptySortedSet(),
                    "",
                    Collections.emptySortedMap(),
                    null,
                    null,
                    List.of(),
                    null,
                    false);

    public ContainerConfig {
        exposedPorts = Collections.unmodifiableSortedSet(new TreeSet<>(exposedPorts));
        env = List.copyOf(env);
        entrypoint = entrypoint == null ? null : List.copyOf(entrypoint);
        cmd = cmd == null ? null : List.copyOf(cmd);
        volumes = Collections.unmodifiableSortedSet(new TreeSet<>(volumes));
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        onBuild = List.copyOf(onBuild);
        shell = shell == null ? null : List.copyOf(shell);
    }

    /// The value of a variable, null if it is not set.
    public @Nullable String env(String key) {
        String prefix = key + "=";
        for (String pair : env) {
            if (pair.startsWith(prefix)) {
                return pair.substring(prefix.length());
            }
        }
        return null;
    }

    /// Sets a variable: in the place it has, else at the end.
    public ContainerConfig withEnv(String key, String value) {
        String prefix = key + "=";
        List<String> changed = new ArrayList<>(env);
        for (int i = 0; i < changed.size(); i++) {
            if (changed.get(i).startsWith(prefix) || changed.get(i).equals(key)) {
                changed.set(i, prefix + value);
                return withEnv(changed);
            }
        }
        changed.add(prefix + value);
        return withEnv(changed);
    }

    public ContainerConfig withUser(String value) {
        return new ContainerConfig(
                value,
                exposedPorts,
                env,
                entrypoint,
                cmd,
                volumes,
                workingDir,
                labels,
                stopSignal,
                healthcheck,
                onBuild,
                shell,
                argsEscaped);
    }

    public ContainerConfig withExposedPorts(SortedSet<String> value) {
        return new ContainerConfig(
                user,
                value,
                env,
                entrypoint,
                cmd,
                volumes,
                workingDir,
                labels,
                stopSignal,
                healthcheck,
                onBuild,
                shell,
                argsEscaped);
    }

    public ContainerConfig withEnv(List<String> value) {
        return new ContainerConfig(
                user,
                exposedPorts,
                value,
                entrypoint,
                cmd,
                volumes,
                workingDir,
                labels,
                stopSignal,
                healthcheck,
                onBuild,
                shell,
                argsEscaped);
    }

    public ContainerConfig withEntrypoint(@Nullable List<String> value) {
        return new ContainerConfig(
                user,
                exposedPorts,
                env,
                value,
                cmd,
                volumes,
                workingDir,
                labels,
                stopSignal,
                healthcheck,
                onBuild,
                shell,
                argsEscaped);
    }

    public ContainerConfig withCmd(@Nullable List<String> value) {
        return new ContainerConfig(
                user,
                exposedPorts,
                env,
                entrypoint,
                value,
                volumes,
                workingDir,
                labels,
                stopSignal,
                healthcheck,
                onBuild,
                shell,
                argsEscaped);
    }

    public ContainerConfig withVolumes(SortedSet<String> value) {
        return new ContainerConfig(
                user,
                exposedPorts,
                env,
                entrypoint,
                cmd,
                value,
                workingDir,
                labels,
                stopSignal,
                healthcheck,
                onBuild,
                shell,
                argsEscaped);
    }

    public ContainerConfig withWorkingDir(String value) {
        return new ContainerConfig(
                user,
                exposedPorts,
                env,
                entrypoint,
                cmd,
                volumes,
                value,
                labels,
                stopSignal,
                healthcheck,
                onBuild,
                shell,
                argsEscaped);
    }

    public ContainerConfig withLabels(SortedMap<String, String> value) {
        return new ContainerConfig(
                user,
                exposedPorts,
                env,
                entrypoint,
                cmd,
                volumes,
                workingDir,
                value,
                stopSignal,
                healthcheck,
                onBuild,
                shell,
                argsEscaped);
    }

    public ContainerConfig withStopSignal(@Nullable String value) {
        return new ContainerConfig(
                user,
                exposedPorts,
                env,
                entrypoint,
                cmd,
                volumes,
                workingDir,
                labels,
                value,
                healthcheck,
                onBuild,
                shell,
                argsEscaped);
    }

    public ContainerConfig withHealthcheck(@Nullable Healthcheck value) {
        return new ContainerConfig(
                user,
                exposedPorts,
                env,
                entrypoint,
                cmd,
                volumes,
                workingDir,
                labels,
                stopSignal,
                value,
                onBuild,
                shell,
                argsEscaped);
    }

    public ContainerConfig withOnBuild(List<String> value) {
        return new ContainerConfig(
                user,
                exposedPorts,
                env,
                entrypoint,
                cmd,
                volumes,
                workingDir,
                labels,
                stopSignal,
                healthcheck,
                value,
                shell,
                argsEscaped);
    }

    public ContainerConfig withShell(@Nullable List<String> value) {
        return new ContainerConfig(
                user,
                exposedPorts,
                env,
                entrypoint,
                cmd,
                volumes,
                workingDir,
                labels,
                stopSignal,
                healthcheck,
                onBuild,
                value,
                argsEscaped);
    }

    public ContainerConfig withArgsEscaped(boolean value) {
        return new ContainerConfig(
                user,
                exposedPorts,
                env,
                entrypoint,
                cmd,
                volumes,
                workingDir,
                labels,
                stopSignal,
                healthcheck,
                onBuild,
                shell,
                value);
    }
}
