// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.solver.StepException;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.sandbox.SandboxMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one step is lent: secrets as files and variables, SSH agents as sockets. Everything lies in
/// memory and is gone when this is closed.
final class Loans implements AutoCloseable {
    private final Secrets secrets;
    private final List<AgentProxy> agents = new ArrayList<>();
    private final List<String> variables = new ArrayList<>();
    private @Nullable MemoryFolder memory;
    private int count;

    Loans(Secrets secrets) {
        this.secrets = secrets;
    }

    /// `KEY=value` of secrets that are variables, and `SSH_AUTH_SOCK`.
    List<String> variables() {
        return variables;
    }

    /// The folder in memory, if anything was lent: what else would tell of it goes there too.
    @Nullable Path folder() {
        return memory == null ? null : memory.path();
    }

    /// @return where it is mounted; null if it is a variable alone, or is not there and needn't be
    /// @throws StepException if it is required and the build was given none
    @Nullable SandboxMount secret(StepMount.Secret mount) throws IOException, StepException {
        Optional<byte[]> value = secrets.secret(mount.id());
        if (value.isEmpty()) {
            if (mount.required()) {
                throw new StepException("secret " + mount.id() + ": not found");
            }
            return null;
        }
        String variable = mount.variable();
        if (variable != null) {
            // The environment is bytes; these are kept as they are.
            byte[] bytes = value.get();
            for (byte b : bytes) {
                if (b == 0) {
                    throw new StepException(
                            "secret " + mount.id() + " holds a NUL byte: no variable can have it");
                }
            }
            variables.add(variable + "=" + Name.of(bytes).text());
            folderInMemory();
        }
        if (mount.target().isEmpty()) {
            return null;
        }
        Path folder = folderInMemory();
        String name = "secret" + count++;
        try (Dir dir = Dir.open(folder);
                OpenFile file = dir.create(Name.of(name), 0600)) {
            file.write(value.get(), 0, value.get().length);
            file.chown(mount.uid(), mount.gid());
            file.chmod(mount.mode());
        }
        return new SandboxMount.Bind(folder.resolve(name), Name.of(mount.target()), true);
    }

    /// As [#secret].
    @Nullable SandboxMount agent(StepMount.Ssh mount) throws IOException, StepException {
        Optional<Path> socket = secrets.agent(mount.id());
        if (socket.isEmpty()) {
            if (mount.required()) {
                throw new StepException("ssh agent " + mount.id() + ": not found");
            }
            return null;
        }
        Path own = folderInMemory().resolve("agent" + count++);
        agents.add(new AgentProxy(own, socket.get(), mount.mode(), mount.uid(), mount.gid()));
        if (variables.stream().noneMatch(each -> each.startsWith("SSH_AUTH_SOCK="))) {
            variables.add("SSH_AUTH_SOCK=" + mount.target());
        }
        return new SandboxMount.Bind(own, Name.of(mount.target()), false);
    }

    private Path folderInMemory() throws IOException {
        if (memory == null) {
            memory = MemoryFolder.make();
        }
        return memory.path();
    }

    @Override
    public void close() throws IOException {
        for (AgentProxy each : agents) {
            each.close();
        }
        if (memory != null) {
            memory.close();
        }
    }
}
