// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.engine.ContainerSpec;
import dev.cooper.engine.ContainerStreams;
import dev.cooper.engine.ContainerView;
import dev.cooper.engine.ContainerView.Status;
import dev.cooper.engine.Containers;
import dev.cooper.engine.CooperException;
import dev.cooper.oci.ContainerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Containers in memory, and what was asked of them.
final class FakeContainers implements Containers {
    /// A program that is made up.
    @FunctionalInterface
    interface Program {
        int run(ContainerStreams streams) throws InterruptedException, IOException;
    }

    final List<ContainerView> all = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    final List<ContainerSpec> specs = new ArrayList<>();
    List<String> known = new ArrayList<>(List.of("busybox", "rec:1"));
    Program program = _ -> 0;
    boolean takesSignals = true;
    String log = "";

    static String id(int n) {
        return FakeImages.id(n).hex();
    }

    void add(int n, String name, String image, Status status, int code, String... command) {
        ContainerSpec spec = ContainerSpec.of(image);
        Instant created = Play.NOW.minusSeconds(5);
        all.add(
                new ContainerView(
                        id(n),
                        name,
                        image,
                        FakeImages.id(1),
                        command[0],
                        List.of(command).subList(1, command.length),
                        ContainerConfig.EMPTY.withLabels(new TreeMap<>(Map.of("a.b", "c"))),
                        spec,
                        status,
                        code,
                        Optional.empty(),
                        created,
                        status == Status.CREATED ? Optional.empty() : Optional.of(created),
                        status == Status.EXITED
                                ? Optional.of(Play.NOW.minusSeconds(3))
                                : Optional.empty()));
    }

    @Override
    public ContainerView create(ContainerSpec spec) {
        if (!known.contains(spec.image())) {
            throw Play.notFound("No such image: " + spec.image());
        }
        specs.add(spec);
        int n = specs.size();
        add(n, spec.name().orElse("random_name"), spec.image(), Status.CREATED, 0, "/x");
        return all.getLast();
    }

    @Override
    public int start(String name, ContainerStreams streams) throws InterruptedException {
        calls.add("start " + find(name).name());
        try {
            return program.run(streams);
        } catch (IOException e) {
            throw new CooperException.SystemFailure(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public boolean signal(String name, int signal) {
        calls.add("signal " + find(name).name() + " " + signal);
        return takesSignals;
    }

    @Override
    public List<ContainerView> list() {
        return List.copyOf(all);
    }

    @Override
    public ContainerView find(String name) {
        for (ContainerView each : all) {
            if (each.name().equals(name) || each.id().startsWith(name)) {
                return each;
            }
        }
        throw Play.notFound("No such container: " + name);
    }

    @Override
    public void logs(String name, OutputStream out, OutputStream err) {
        try {
            for (String line : log.lines().toList()) {
                OutputStream to = line.startsWith("!") ? err : out;
                to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void remove(String name, boolean force) {
        find(name);
        calls.add("remove " + name + (force ? " forced" : ""));
    }

    @Override
    public void copyOut(String name, String source, Path target, boolean followLink) {
        calls.add("out " + name + " " + source + " " + target + (followLink ? " L" : ""));
    }

    @Override
    public void copyOut(String name, String source, OutputStream tar, boolean followLink) {
        try {
            tar.write("tar".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void export(String name, OutputStream tar) {
        find(name);
        try {
            tar.write("root".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void copyIn(Path source, String name, String target, boolean followLink) {
        calls.add("in " + source + " " + name + " " + target + (followLink ? " L" : ""));
    }

    @Override
    public void copyIn(InputStream tar, String name, String target) {
        try {
            calls.add(
                    "in "
                            + new String(tar.readAllBytes(), StandardCharsets.UTF_8)
                            + " "
                            + name
                            + " "
                            + target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
