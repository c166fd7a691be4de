// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.sandbox.SandboxProcess;
import dev.cooper.sandbox.StartException;
import dev.cooper.sandbox.UnknownUserException;
import dev.cooper.store.Store;
import dev.cooper.store.StoredContainer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/// One run of a container, whose lock the caller holds: starts the program, attends to it, and
/// writes down what became of it. However it ends, the sandbox is gone and the state written before
/// the lock is free again.
final class ContainerRun {
    private final Store store;
    private final Sandboxes sandboxes;
    private final StoredContainer container;
    private final ContainerRecord record;
    private final Map<String, SandboxProcess> running;

    /// @param running the processes of this open store by container id, for those who send signals
    ContainerRun(
            Store store,
            Sandboxes sandboxes,
            StoredContainer container,
            ContainerRecord record,
            Map<String, SandboxProcess> running) {
        this.store = store;
        this.sandboxes = sandboxes;
        this.container = container;
        this.record = record;
        this.running = running;
    }

    /// Runs it and waits.
    ///
    /// @return the exit code
    /// @throws InterruptedException if the thread was interrupted: the program was killed
    int run(ContainerStreams streams) throws IOException, InterruptedException {
        Path scratch = store.scratch();
        try {
            return attend(start(scratch, streams.in().isPresent()), streams);
        } finally {
            delete(scratch);
        }
    }

    private SandboxProcess start(Path scratch, boolean input)
            throws IOException, InterruptedException {
        ContainerState before = ContainerState.of(container.state());
        try {
            SandboxPlan plan = new SandboxPlan(container, record);
            return sandboxes
                    .take(record.spec().isolation())
                    .start(plan.spec(scratch, input && record.spec().stdin()));
        } catch (StartException e) {
            int code =
                    switch (e.reason()) {
                        case NOT_FOUND -> 127;
                        case NOT_EXECUTABLE -> 126;
                        case OTHER -> 125;
                    };
            throw notStarted(
                    before,
                    "failed to create task for container: unable to start container process: "
                            + e.getMessage(),
                    code);
        } catch (UnknownUserException e) {
            throw notStarted(before, e.getMessage(), 125);
        }
    }

    private CooperException notStarted(ContainerState before, String why, int code)
            throws IOException {
        container.state(before.notStarted(code, why).toJson());
        return new CooperException.StartFailed(why, code);
    }

    private int attend(SandboxProcess process, ContainerStreams streams)
            throws IOException, InterruptedException {
        ContainerState state = ContainerState.runningSince(Instant.now());
        int code = ContainerState.KILLED;
        try (process;
                ContainerLog log = ContainerLog.append(container.log())) {
            container.state(state.toJson());
            running.put(container.id(), process);
            try (Attendants attendants = new Attendants(process, container, log, streams)) {
                int ended = process.waitFor();
                attendants.finish();
                code = ended;
            } finally {
                running.remove(container.id(), process);
            }
        } finally {
            // Whatever happened: by now the process is gone.
            container.state(state.exited(code, Instant.now()).toJson());
        }
        return code;
    }

    private static void delete(Path scratch) throws IOException {
        try (Dir parent = Dir.open(Objects.requireNonNull(scratch.getParent()))) {
            parent.deleteTree(Name.of(scratch.getFileName().toString()));
        }
    }
}
