// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.sandbox.SandboxNetwork;
import java.util.List;

/// What a `RUN` runs, with every default filled in.
///
/// @param arguments the program and what it is given; the shell is among them
/// @param environment `KEY=value`, as the key sees it
/// @param hidden more of these that aren't part of the key: proxies
/// @param workingDirectory absolute
/// @param user as `USER` spells it; empty for root
/// @param network asked for by the flag or by the build
/// @param foreign the platform that the programs are made for, if it isn't this machine's; else
///   empty
/// @param mounts in order; the n-th source of the step is that of [StepMount.Bind#source]
public record RunSpec(
        List<String> arguments,
        List<String> environment,
        List<String> hidden,
        String workingDirectory,
        String user,
        String hostname,
        SandboxNetwork network,
        String foreign,
        List<StepMount> mounts) {
    public RunSpec {
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
        hidden = List.copyOf(hidden);
        mounts = List.copyOf(mounts);
    }

    Definition describe() {
        Definition definition =
                Definition.of("run")
                        .withAll("argument", arguments)
                        .withAll("environment", environment)
                        .with("directory", workingDirectory)
                        .with("user", user)
                        .with("hostname", hostname)
                        .with("network", network.name());
        if (!foreign.isEmpty()) {
            definition = definition.with("platform", foreign);
        }
        for (StepMount mount : mounts) {
            definition = definition.with("mount", mount.describe());
        }
        return definition;
    }

    /// The path in a source's tree that a mount shows.
    String sourcePath(int source) {
        for (StepMount mount : mounts) {
            if (mount instanceof StepMount.Bind bind && bind.source() == source) {
                return bind.path();
            }
            if (mount instanceof StepMount.Cache cache && cache.source() == source) {
                return cache.path();
            }
        }
        throw new IllegalArgumentException("no mount has source " + source);
    }
}
