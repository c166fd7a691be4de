// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.engine.BuildHistory;
import dev.cooper.engine.BuildOutline;
import dev.cooper.engine.BuildRequest;
import dev.cooper.engine.BuildResult;
import dev.cooper.engine.BuildTargets;
import dev.cooper.engine.CachePolicy;
import dev.cooper.engine.CheckReport;
import dev.cooper.engine.Containers;
import dev.cooper.engine.Cooper;
import dev.cooper.engine.Images;
import dev.cooper.engine.Registries;
import dev.cooper.engine.SystemInfo;
import dev.cooper.engine.Upkeep;
import java.nio.file.Path;

/// What verbs ask of an open store.
public interface Engine extends AutoCloseable {
    BuildResult build(BuildRequest request) throws InterruptedException;

    CheckReport check(BuildRequest request) throws InterruptedException;

    BuildOutline outline(BuildRequest request) throws InterruptedException;

    BuildTargets targets(BuildRequest request) throws InterruptedException;

    Images images();

    Registries registries();

    Containers containers();

    BuildHistory history();

    Upkeep upkeep();

    SystemInfo info();

    @Override
    void close();

    /// Opens the store at this root.
    static Engine open(Path root, CachePolicy policy) {
        Cooper cooper = Cooper.open(root, policy);
        return new Engine() {
            @Override
            public BuildResult build(BuildRequest request) throws InterruptedException {
                return cooper.build(request);
            }

            @Override
            public CheckReport check(BuildRequest request) throws InterruptedException {
                return cooper.check(request);
            }

            @Override
            public BuildOutline outline(BuildRequest request) throws InterruptedException {
                return cooper.outline(request);
            }

            @Override
            public BuildTargets targets(BuildRequest request) throws InterruptedException {
                return cooper.targets(request);
            }

            @Override
            public Images images() {
                return cooper.images();
            }

            @Override
            public Registries registries() {
                return cooper.registries();
            }

            @Override
            public Containers containers() {
                return cooper.containers();
            }

            @Override
            public BuildHistory history() {
                return cooper.history();
            }

            @Override
            public Upkeep upkeep() {
                return cooper.upkeep();
            }

            @Override
            public SystemInfo info() {
                return cooper.info();
            }

            @Override
            public void close() {
                cooper.close();
            }
        };
    }
}
