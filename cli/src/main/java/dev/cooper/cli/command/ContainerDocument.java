// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.Times;
import dev.cooper.cli.template.Value;
import dev.cooper.engine.ContainerSpec;
import dev.cooper.engine.ContainerView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// What `inspect` tells of a container: the fields of docker's that mean something here, in
/// docker's order.
final class ContainerDocument {
    private ContainerDocument() {}

    static Value.Struct of(ContainerView container) {
        ContainerSpec spec = container.spec();
        return Value.struct("container")
                .put("Id", container.id())
                .put("Created", Times.nano(container.created()))
                .put("Path", container.path())
                .put("Args", Value.strings(container.arguments()))
                .put("State", state(container))
                .put("Image", container.imageId().toString())
                .put("Name", "/" + container.name())
                .put("RestartCount", 0)
                .put("Driver", "cooper")
                .put("Platform", "linux")
                .put("HostConfig", hostConfig(spec))
                .put("GraphDriver", ImageDocument.graphDriver())
                .put("Mounts", mounts(spec))
                .put(
                        "Config",
                        ConfigDocument.of(
                                container.config(),
                                spec.hostname().orElse(container.id().substring(0, 12)),
                                container.image(),
                                spec.stdin()))
                .put(
                        "NetworkSettings",
                        Value.struct("container.NetworkSettings")
                                .put("Ports", Value.Nil.MAP)
                                .put("IPAddress", "")
                                .put("Networks", Value.Nil.MAP)
                                .build())
                .build();
    }

    private static Value state(ContainerView container) {
        return Value.struct("container.State")
                .put("Status", container.status().name().toLowerCase(Locale.ROOT))
                .put("Running", container.status() == ContainerView.Status.RUNNING)
                .put("Paused", false)
                .put("Restarting", false)
                .put("OOMKilled", false)
                .put("Dead", false)
                .put("Pid", 0)
                .put("ExitCode", container.exitCode())
                .put("Error", container.error().orElse(""))
                .put("StartedAt", container.started().map(Times::nano).orElse(ImageDocument.NEVER))
                .put(
                        "FinishedAt",
                        container.finished().map(Times::nano).orElse(ImageDocument.NEVER))
                .build();
    }

    private static Value hostConfig(ContainerSpec spec) {
        List<String> binds = new ArrayList<>();
        for (ContainerSpec.Volume each : spec.volumes()) {
            binds.add(each.source() + ":" + each.target() + (each.readOnly() ? ":ro" : ""));
        }
        return Value.struct("container.HostConfig")
                .put("Binds", Value.strings(binds.isEmpty() ? null : binds))
                .put("NetworkMode", spec.network().name().toLowerCase(Locale.ROOT))
                .put("PortBindings", new Value.Dict(new TreeMap<>()))
                .put("AutoRemove", spec.autoRemove())
                .put("Isolation", spec.isolation().name().toLowerCase(Locale.ROOT))
                .build();
    }

    private static Value mounts(ContainerSpec spec) {
        List<Value> mounts = new ArrayList<>();
        for (ContainerSpec.Volume each : spec.volumes()) {
            mounts.add(
                    Value.struct("container.MountPoint")
                            .put("Type", "bind")
                            .put("Source", each.source().toString())
                            .put("Destination", each.target())
                            .put("Mode", each.readOnly() ? "ro" : "")
                            .put("RW", !each.readOnly())
                            .put("Propagation", "rprivate")
                            .build());
        }
        return new Value.Arr(mounts);
    }
}
