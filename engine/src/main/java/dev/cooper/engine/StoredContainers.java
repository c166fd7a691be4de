// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.posix.LockFile;
import dev.cooper.sandbox.SandboxProcess;
import dev.cooper.store.Store;
import dev.cooper.store.StoredContainer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The containers of one open store. What takes more than a few lines has a class of its own.
final class StoredContainers implements Containers {
    /// How long a killed program may take to be gone.
    private static final int KILL_SECONDS = 15;

    private static final Comparator<ContainerView> NEWEST_FIRST =
            Comparator.comparing(ContainerView::created)
                    .reversed()
                    .thenComparing(ContainerView::id);

    private final Store store;
    private final Sandboxes sandboxes;
    private final RegistryAccess registries;
    private final ContainerLookup lookup;
    private final ContainerCopy copy;

    /// What this open store runs, by container id.
    private final Map<String, SandboxProcess> running = new ConcurrentHashMap<>();

    StoredContainers(Store store, Sandboxes sandboxes, RegistryAccess registries) {
        this.store = store;
        this.sandboxes = sandboxes;
        this.registries = registries;
        this.lookup = new ContainerLookup(store.containers());
        this.copy = new ContainerCopy(lookup);
    }

    @Override
    public ContainerView create(ContainerSpec spec) {
        return Failures.during(
                "create a container of " + spec.image(),
                () -> new ContainerCreation(store, registries).create(spec));
    }

    @Override
    public int start(String name, ContainerStreams streams) throws InterruptedException {
        return Failures.interruptibly(
                "run the container " + name,
                () -> {
                    StoredContainer container = lookup.find(name);
                    ContainerRecord record = ContainerRecord.of(container);
                    try (LockFile _ =
                            lookup.lock(
                                    container,
                                    name,
                                    () -> conflict("container " + name + " is already running"))) {
                        return run(container, record, streams);
                    }
                });
    }

    private int run(StoredContainer container, ContainerRecord record, ContainerStreams streams)
            throws IOException, InterruptedException {
        ContainerRun run = new ContainerRun(store, sandboxes, container, record, running);
        if (!record.spec().autoRemove()) {
            return run.run(streams);
        }
        int code;
        try {
            code = run.run(streams);
        } catch (IOException | InterruptedException | RuntimeException e) {
            try {
                container.remove();
            } catch (IOException alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
        container.remove();
        return code;
    }

    @Override
    public boolean signal(String name, int signal) {
        return Failures.during(
                "send signal " + signal + " to the container " + name,
                () -> {
                    SandboxProcess process = running.get(lookup.find(name).id());
                    if (process == null) {
                        return false;
                    }
                    process.signal(signal);
                    return true;
                });
    }

    @Override
    public List<ContainerView> list() {
        return Failures.during(
                "list the containers",
                () -> {
                    List<ContainerView> all = new ArrayList<>();
                    for (StoredContainer each : store.containers().list()) {
                        look(each).ifPresent(all::add);
                    }
                    all.sort(NEWEST_FIRST);
                    return List.copyOf(all);
                });
    }

    @Override
    public ContainerView find(String name) {
        return Failures.during(
                "look at the container " + name,
                () ->
                        look(lookup.find(name))
                                .orElseThrow(() -> ContainerLookup.noSuchContainer(name)));
    }

    /// The container as it is now; empty if it is gone, or goes because it was to be removed after
    /// its run and the process that should have done it died.
    private Optional<ContainerView> look(StoredContainer container) throws IOException {
        try {
            ContainerRecord record = ContainerRecord.of(container);
            ContainerState state = RunLock.settled(container);
            if (!record.spec().autoRemove() || state.status() != ContainerView.Status.EXITED) {
                return Optional.of(record.view(container, state));
            }
            try (LockFile lock = container.tryLock()) {
                if (lock != null) {
                    container.remove();
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            if (store.containers().find(container.id()).isEmpty()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void logs(String name, OutputStream out, OutputStream err) {
        Failures.during(
                "read the log of " + name,
                () -> ContainerLog.copy(lookup.find(name).log(), out, err));
    }

    @Override
    public void remove(String name, boolean force) {
        Failures.during(
                "remove the container " + name,
                () -> {
                    StoredContainer container = lookup.find(name);
                    try (LockFile _ =
                            force ? lockKilled(container) : lockStopped(container, name)) {
                        container.remove();
                    } catch (IOException e) {
                        if (store.containers().find(container.id()).isPresent()) {
                            throw e;
                        }
                        // Another one was faster; or it removed itself when it was killed.
                        if (!force) {
                            throw ContainerLookup.noSuchContainer(name);
                        }
                    }
                });
    }

    private LockFile lockStopped(StoredContainer container, String name)
            throws IOException, InterruptedException {
        return lookup.lock(
                container,
                name,
                () ->
                        conflict(
                                "cannot remove container \"/"
                                        + container.name()
                                        + "\": container is running: stop the container before removing or force remove"));
    }

    private LockFile lockKilled(StoredContainer container)
            throws IOException, InterruptedException {
        SandboxProcess process = running.get(container.id());
        if (process != null) {
            process.kill();
        }
        return RunLock.takeFromRunner(container, KILL_SECONDS);
    }

    private static CooperException conflict(String message) {
        return new CooperException.Conflict(message);
    }

    @Override
    public void copyOut(String name, String source, Path target, boolean followLink) {
        Failures.during(
                "copy " + source + " from the container " + name,
                () -> copy.inTree(name, tree -> tree.out(source, target, followLink)));
    }

    @Override
    public void copyOut(String name, String source, OutputStream tar, boolean followLink) {
        Failures.during(
                "copy " + source + " from the container " + name,
                () -> copy.inTree(name, tree -> tree.out(source, tar, followLink)));
    }

    @Override
    public void export(String name, OutputStream tar) {
        Failures.during(
                "export the container " + name, () -> copy.inTree(name, tree -> tree.export(tar)));
    }

    @Override
    public void copyIn(Path source, String name, String target, boolean followLink) {
        Failures.during(
                "copy " + source + " to the container " + name,
                () -> copy.inTree(name, tree -> tree.in(source, target, followLink)));
    }

    @Override
    public void copyIn(InputStream tar, String name, String target) {
        Failures.during(
                "unpack the archive in the container " + name,
                () -> copy.inTree(name, tree -> tree.in(tar, target)));
    }
}
