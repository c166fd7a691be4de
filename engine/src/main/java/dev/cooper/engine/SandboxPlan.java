// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.build.tree.CleanPath;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.sandbox.ProcessUser;
import dev.cooper.sandbox.RootTree;
import dev.cooper.sandbox.SandboxMount;
import dev.cooper.sandbox.SandboxNetwork;
import dev.cooper.sandbox.SandboxSpec;
import dev.cooper.sandbox.UnknownUserException;
import dev.cooper.sandbox.UserLookup;
import dev.cooper.store.StoredContainer;
import dev.cooper.store.WritableTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a container's program gets to see. Everything about its isolation comes from the caller's
/// spec; of the image's configuration only the command, environment, user, working directory and
/// volumes count.
final class SandboxPlan {
    private final StoredContainer container;
    private final ContainerRecord record;

    SandboxPlan(StoredContainer container, ContainerRecord record) {
        this.container = container;
        this.record = record;
    }

    /// Looks its user up and makes the folders that it will see others at.
    ///
    /// @param scratch an empty folder for this run
    SandboxSpec spec(Path scratch, boolean stdin) throws IOException, UnknownUserException {
        WritableTree tree = container.tree();
        ContainerConfig config = record.config();
        ProcessUser user;
        try (Dir root = tree.merged()) {
            user = UserLookup.in(root).resolve(config.user());
            makeVolumes(root, config);
        }
        String hostname = record.hostname(container);
        return new SandboxSpec(
                new RootTree(tree.lowersNewestFirst(), tree.upper(), tree.work()),
                mounts(),
                ConfigMerge.command(config).stream().map(Name::of).toList(),
                ConfigMerge.processEnvironment(config, hostname, user.home()),
                Name.of(CleanPath.absolute("/", config.workingDir())),
                user,
                hostname,
                switch (record.spec().network()) {
                    case HOST -> SandboxNetwork.HOST;
                    case NONE -> SandboxNetwork.NONE;
                },
                List.of(),
                LimitsInSandbox.of(record.spec().limits()),
                true,
                stdin,
                scratch);
    }

    /// The image's volumes are folders of the container's own tree.
    private static void makeVolumes(Dir root, ContainerConfig config) throws IOException {
        for (String volume : config.volumes()) {
            List<Name> path = CleanPath.components(Name.of(volume));
            if (!path.isEmpty() && root.resolveStatOrNull(Name.join(path)) == null) {
                TreePaths.make(root, path).close();
            }
        }
    }

    private List<SandboxMount> mounts() throws IOException {
        List<SandboxMount> mounts = new ArrayList<>();
        for (ContainerSpec.Volume each : record.spec().volumes()) {
            Path source = each.source();
            if (!Files.exists(source)) {
                Files.createDirectories(source);
            }
            mounts.add(
                    new SandboxMount.Bind(
                            source,
                            Name.of(CleanPath.absolute("/", each.target())),
                            each.readOnly()));
        }
        return mounts;
    }
}
