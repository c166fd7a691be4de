// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.engine.BuildRequest;
import dev.cooper.engine.BuildResult;
import dev.cooper.engine.Containers;
import dev.cooper.engine.Cooper;
import dev.cooper.engine.Images;
import dev.cooper.engine.Registries;
import dev.cooper.engine.SystemInfo;
import java.nio.file.Path;

/// What verbs ask of an open store.
public interface Engine extends AutoCloseable {
    BuildResult build(BuildRequest request) throws InterruptedException;

    Images images();

    Registries registries();

    Containers containers();

    SystemInfo info();

    @Override
    void close();

    /// Opens the store at this root.
    static Engine open(Path root) {
        Cooper cooper = Cooper.open(root);
        return new Engine() {
            @Override
            public BuildResult build(BuildRequest request) throws InterruptedException {
                return cooper.build(request);
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
