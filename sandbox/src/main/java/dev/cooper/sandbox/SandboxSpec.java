// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Name;
import java.nio.file.Path;
import java.util.List;

/// One process to run, and all that it gets. Nothing else of the host reaches it.
///
/// @param arguments the program, looked up on the `PATH` of `environment` if it has no slash, and
///   what it is given
/// @param environment `KEY=value`, any bytes; `HOME` is the user's where it isn't among them
/// @param workingDirectory absolute; made (root's, mode 0755) where it is missing
/// @param extraHosts lines for /etc/hosts after the usual ones
/// @param keepStubs whether places made for mounts, /etc/hosts and the like may stay in the tree: a
///   container keeps them, a step must not
/// @param stdin whether [SandboxProcess#stdin] leads to the program; else it reads /dev/null
/// @param scratch an empty folder of the caller's for this run alone; the caller deletes it after
///   the end
public record SandboxSpec(
        RootTree root,
        List<SandboxMount> mounts,
        List<Name> arguments,
        List<Name> environment,
        Name workingDirectory,
        ProcessUser user,
        String hostname,
        SandboxNetwork network,
        List<String> extraHosts,
        SandboxLimits limits,
        boolean keepStubs,
        boolean stdin,
        Path scratch) {
    public SandboxSpec {
        mounts = List.copyOf(mounts);
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
        extraHosts = List.copyOf(extraHosts);
    }
}
