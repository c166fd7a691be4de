// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.command.Transfers.Policy;
import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.ContainerSpec;
import dev.cooper.engine.ContainerView;
import dev.cooper.engine.CooperException;
import dev.cooper.engine.NetworkMode;
import dev.cooper.oci.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The options that `run` and `create` share, and the container that they describe.
final class ContainerOptions {
    private final Option.Texts environment;
    private final Option.Texts environmentFiles;
    private final Option.Text name;
    private final Option.Switch remove;
    private final Option.Text workingDirectory;
    private final Option.Text user;
    private final Option.Text entrypoint;
    private final Option.Texts volumes;
    private final Option.Text network;
    private final Option.Text net;
    private final Option.Text hostname;
    private final Option.Texts labels;
    private final Option.Switch interactive;
    private final Option.Switch terminal;
    private final Option.Switch init;
    private final Option.Text pull;
    private final Option.Text platform;
    private final Option.Switch quiet;

    ContainerOptions(Options options) {
        options.stopAtFirstArgument();
        environment = options.texts("-e, --env", "list", "Set environment variables");
        environmentFiles =
                options.texts("--env-file", "list", "Read in a file of environment variables");
        name = options.text("--name", "string", "Assign a name to the container");
        remove = options.toggle("--rm", "Automatically remove the container when it exits");
        workingDirectory =
                options.text("-w, --workdir", "string", "Working directory inside the container");
        user =
                options.text(
                        "-u, --user",
                        "string",
                        "Username or UID (format: <name|uid>[:<group|gid>])");
        entrypoint =
                options.text(
                        "--entrypoint", "string", "Overwrite the default ENTRYPOINT of the image");
        volumes = options.texts("-v, --volume", "list", "Bind mount a host path");
        network =
                options.text(
                        "--network", "network", "Network of the container: host (default) or none");
        net = options.hiddenText("--net");
        hostname = options.text("-h, --hostname", "string", "Container host name");
        labels = options.texts("-l, --label", "list", "Set meta data on a container");
        interactive = options.toggle("-i, --interactive", "Keep STDIN open even if not attached");
        terminal =
                options.toggle(
                        "-t, --tty",
                        "Accepted; programs get pipes, since there are no pseudo-TTYs yet");
        init = options.toggle("--init", "Accepted; the program itself is process 1");
        pull =
                options.text(
                        "--pull",
                        "string",
                        "Pull image before running (\"always\", \"missing\", \"never\")");
        platform = options.text("--platform", "string", "Platform of the image: this machine's");
        options.hiddenToggle("--sig-proxy");
        quiet = options.toggle("-q, --quiet", "Suppress the pull output");
        options.refuseBecause(
                ": without a daemon, nobody would look after the container", "-d", "--detach");
        options.refuse(
                "-a",
                "--attach",
                "-c",
                "--cpu-shares",
                "-m",
                "--memory",
                "-p",
                "--publish",
                "-P",
                "--publish-all",
                "--add-host",
                "--annotation",
                "--blkio-weight",
                "--cap-add",
                "--cap-drop",
                "--cgroup-parent",
                "--cgroupns",
                "--cidfile",
                "--cpus",
                "--cpuset-cpus",
                "--cpu-period",
                "--cpu-quota",
                "--device",
                "--dns",
                "--dns-search",
                "--expose",
                "--gpus",
                "--group-add",
                "--health-cmd",
                "--ip",
                "--ipc",
                "--label-file",
                "--link",
                "--log-driver",
                "--log-opt",
                "--mac-address",
                "--memory-swap",
                "--mount",
                "--network-alias",
                "--no-healthcheck",
                "--oom-kill-disable",
                "--pid",
                "--pids-limit",
                "--privileged",
                "--read-only",
                "--restart",
                "--runtime",
                "--security-opt",
                "--shm-size",
                "--stop-signal",
                "--stop-timeout",
                "--storage-opt",
                "--sysctl",
                "--tmpfs",
                "--ulimit",
                "--userns",
                "--uts",
                "--volume-driver",
                "--volumes-from");
    }

    boolean isInteractive() {
        return interactive.isOn();
    }

    boolean removes() {
        return remove.isOn();
    }

    /// @param arguments the image, its command and that one's arguments
    ContainerSpec spec(Session session, List<String> arguments) throws CommandFailure {
        Platforms.checkHost(platform.value());
        if (terminal.isOn() && session.terminal().isInput()) {
            session.err()
                    .println(
                            session.program()
                                    + ": -t: the program gets pipes; there are no pseudo-TTYs yet");
        }
        if (init.isOn()) {
            session.err().println(session.program() + ": --init: the program itself is process 1");
        }
        EnvironmentWords words = new EnvironmentWords(session.environment());
        String program = entrypoint.value();
        return new ContainerSpec(
                arguments.getFirst(),
                List.copyOf(arguments.subList(1, arguments.size())),
                Optional.ofNullable(program)
                        .map(word -> word.isEmpty() ? List.<String>of() : List.of(word)),
                Optional.ofNullable(name.value()),
                words.all(environmentFiles.values(), environment.values()),
                Optional.ofNullable(workingDirectory.value()),
                Optional.ofNullable(user.value()),
                Optional.ofNullable(hostname.value()),
                volumes(),
                labels(labels.values()),
                network(),
                session.isolation(),
                interactive.isOn(),
                remove.isOn());
    }

    /// Makes the container. An image that isn't here is pulled, or one that is, as `--pull` says;
    /// what there is to see of that goes to standard error.
    ContainerView create(Session session, ContainerSpec spec)
            throws CommandFailure, InterruptedException {
        Policy policy = Policy.of(pull.orElse("missing"));
        if (policy == Policy.ALWAYS) {
            return session.containers().create(pulled(session, spec));
        }
        try {
            return session.containers().create(spec);
        } catch (CooperException.NotFound e) {
            if (policy != Policy.MISSING) {
                throw e;
            }
            ContainerFailures.imageIsMissing(session, e, spec.image());
        }
        return session.containers().create(pulled(session, spec));
    }

    /// A short name may be one of another registry than the hub by this machine's configuration.
    private ContainerSpec pulled(Session session, ContainerSpec spec)
            throws CommandFailure, InterruptedException {
        Reference found =
                Transfers.pull(
                                session,
                                spec.image(),
                                Platforms.parse(platform.value()),
                                session.err(),
                                session.terminal().isError(),
                                quiet.isOn())
                        .reference();
        session.err().flush();
        return found.equals(Transfers.parse(spec.image()))
                ? spec
                : spec.withImage(found.familiar());
    }

    private NetworkMode network() throws CommandFailure {
        return Networks.parse(net.orElse(network.orElse("default")));
    }

    /// `key=value`s; a bare key has an empty value.
    static Map<String, String> labels(List<String> words) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            labels.put(
                    equals < 0 ? word : word.substring(0, equals),
                    equals < 0 ? "" : word.substring(equals + 1));
        }
        return labels;
    }

    private List<ContainerSpec.Volume> volumes() throws CommandFailure {
        List<ContainerSpec.Volume> all = new ArrayList<>();
        for (String word : volumes.values()) {
            all.add(volume(word));
        }
        return all;
    }

    /// `HOST:TARGET[:ro]`. A host folder that isn't there is made, as docker does.
    private static ContainerSpec.Volume volume(String word) throws CommandFailure {
        String[] parts = word.split(":", -1);
        if (parts.length < 2) {
            throw new CommandFailure(
                    "-v " + word + ": only host paths can be mounted: HOST:TARGET[:ro]");
        }
        if (parts.length > 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new CommandFailure("invalid volume specification: '" + word + "'");
        }
        if (!parts[0].startsWith("/") && !parts[0].startsWith(".")) {
            throw new CommandFailure(
                    "-v "
                            + word
                            + ": there are no named volumes; a host path begins with / or with .");
        }
        boolean readOnly = false;
        for (String mode : parts.length == 3 ? parts[2].split(",", -1) : new String[0]) {
            switch (mode) {
                case "ro" -> readOnly = true;
                case "rw", "z", "Z", "rprivate", "private" -> {}
                default ->
                        throw new CommandFailure(
                                "invalid volume specification: '"
                                        + word
                                        + "': invalid mode: "
                                        + mode);
            }
        }
        Path source = LocalFiles.path(parts[0]);
        try {
            if (!Files.exists(source)) {
                Files.createDirectories(source);
            }
        } catch (IOException e) {
            throw new CommandFailure("mkdir " + source + ": " + LocalFiles.why(e));
        }
        return new ContainerSpec.Volume(source, parts[1], readOnly);
    }
}
