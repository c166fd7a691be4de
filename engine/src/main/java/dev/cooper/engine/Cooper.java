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

    private final CachePolicy policy;

    private Cooper(Store store, CachePolicy policy, Surroundings surroundings) {
        this.store = store;
        this.policy = policy;
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
        return open(root, CachePolicy.USUAL);
    }

    /// As [#open(Path)].
    ///
    /// @param policy how much the cache may take; each build that ends keeps it to that
    public static Cooper open(Path root, CachePolicy policy) {
        return open(root, policy, Surroundings.real());
    }

    /// As [#open(Path)], with the registries' configuration and credentials from elsewhere.
    static Cooper open(Path root, CachePolicy policy, Surroundings surroundings) {
        return Failures.during(
                "open the store " + root, () -> new Cooper(Store.open(root), policy, surroundings));
    }

    /// Builds, and waits for the end. Interrupting the calling thread stops every step of the
    /// build.
    ///
    /// What the checks find comes as [BuildEvent.Found]; where the Dockerfile says `error=true`, it
    /// fails the build before any step has run.
    ///
    /// @throws CooperException.BuildFailed if the Dockerfile can't be built; the store is as it
    ///   was, but for steps that did end, which the next build finds
    public BuildResult build(BuildRequest request) throws InterruptedException {
        return Failures.interruptibly(
                "build", () -> new BuildRunner(store, sandboxes, registries, policy).run(request));
    }

    /// Checks the Dockerfile of a request, and builds nothing. With a target only the stages that
    /// it needs are checked, else all. Of the request, what says how to build does not count.
    ///
    /// @throws CooperException.InvalidInput if the context or the Dockerfile can't be read
    public CheckReport check(BuildRequest request) throws InterruptedException {
        return Failures.interruptibly(
                "check the Dockerfile", () -> new CheckRunner(store).check(request));
    }

    /// Says what the target of a request takes: arguments, secrets, SSH agents.
    ///
    /// @throws CooperException.BuildFailed if the Dockerfile can't be built
    public BuildOutline outline(BuildRequest request) throws InterruptedException {
        return Failures.interruptibly(
                "outline the Dockerfile", () -> new CheckRunner(store).outline(request));
    }

    /// Lists the targets that a request may have.
    ///
    /// @throws CooperException.BuildFailed if the Dockerfile can't be understood
    public BuildTargets targets(BuildRequest request) throws InterruptedException {
        return Failures.interruptibly(
                "list the Dockerfile's targets", () -> new CheckRunner(store).targets(request));
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

    public BuildHistory history() {
        return new StoredHistory(store.builds());
    }

    public Upkeep upkeep() {
        return new StoreUpkeep(store, images, containers);
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
