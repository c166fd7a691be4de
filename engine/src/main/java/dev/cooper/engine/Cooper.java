// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.registry.Surroundings;
import dev.cooper.store.Store;
import java.nio.file.Path;

/// An open store and all that can be done with it. Cheap to open; any number may be open on one
/// store, in this process and in others. Safe for any number of threads.
public final class Cooper implements AutoCloseable {
    private final Store store;
    private final Sandboxes sandboxes;
    private final RegistryAccess registries;
    private final StoredImages images;
    private final StoredContainers containers;

    private Cooper(Store store, Surroundings surroundings) {
        this.store = store;
        this.registries = new RegistryAccess(surroundings);
        this.sandboxes = new Sandboxes(store);
        this.images = new StoredImages(store, registries);
        this.containers = new StoredContainers(store, sandboxes, registries);
    }

    /// Opens the store at `root`, and makes it where there is none.
    ///
    /// @throws CooperException.SystemFailure if the folder can't be used: not ours, writable by
    ///   others, no directory
    public static Cooper open(Path root) {
        return open(root, Surroundings.real());
    }

    /// As [#open(Path)], with the registries' configuration and credentials from elsewhere.
    static Cooper open(Path root, Surroundings surroundings) {
        return Failures.during(
                "open the store " + root, () -> new Cooper(Store.open(root), surroundings));
    }

    /// Builds, and waits for the end. Interrupting the calling thread stops every step of the
    /// build.
    ///
    /// @throws CooperException.BuildFailed if the Dockerfile can't be built; the store is as it
    ///   was, but for steps that did end, which the next build finds
    public BuildResult build(BuildRequest request) throws InterruptedException {
        return Failures.interruptibly(
                "build", () -> new BuildRunner(store, sandboxes, registries).run(request));
    }

    public Images images() {
        return images;
    }

    public Registries registries() {
        return registries;
    }

    public Containers containers() {
        return containers;
    }

    /// What works here is found out by trying, so the first call after a boot takes a moment.
    public SystemInfo info() {
        return Failures.during(
                "describe this system",
                () -> new HostFacts(store, sandboxes).describe(containers.list()));
    }

    /// Closes the store. What still runs must have ended.
    @Override
    public void close() {
        registries.close();
        Failures.during("close the store " + store.root(), store::close);
    }
}
