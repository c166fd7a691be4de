// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedImageException;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.oci.Platform;
import dev.cooper.store.StoredContainer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What a container is for good, as its store keeps it.
///
/// @param config the image's configuration and the caller's wishes, merged
record ContainerRecord(ContainerSpec spec, ContainerConfig config, Instant created) {

    static ContainerRecord of(StoredContainer container) throws IOException {
        return of(container.record());
    }

    ContainerView view(StoredContainer container, ContainerState state) {
        List<String> words = ConfigMerge.command(config);
        return new ContainerView(
                container.id(),
                container.name(),
                spec.image(),
                container.image(),
                words.isEmpty() ? "" : words.getFirst(),
                words.isEmpty() ? List.of() : words.subList(1, words.size()),
                config,
                spec,
                state.status(),
                state.exitCode(),
                Optional.ofNullable(state.error()),
                created,
                Optional.ofNullable(state.started()),
                Optional.ofNullable(state.finished()));
    }

    /// What the program sees as its host's name.
    String hostname(StoredContainer container) {
        return spec.hostname().orElse(container.id().substring(0, 12));
    }

    Json.Obj toJson() throws MalformedJsonException {
        return Json.object()
                .put("created", created.toString())
                .put("image", spec.image())
                .put("command", Json.strings(spec.command()))
                .putIfPresent("entrypoint", spec.entrypoint().map(Json::strings).orElse(null))
                .putIfPresent("name", spec.name().orElse(null))
                .put("environment", Json.strings(spec.environment()))
                .putIfPresent("workingDirectory", spec.workingDirectory().orElse(null))
                .putIfPresent("user", spec.user().orElse(null))
                .putIfPresent("hostname", spec.hostname().orElse(null))
                .put(
                        "volumes",
                        Json.array(spec.volumes().stream().map(ContainerRecord::json).toList()))
                .put("labels", Json.stringMap(spec.labels()))
                .put("network", spec.network().name())
                .putIfPresent("shm", shm(spec.limits()))
                .put(
                        "ulimits",
                        Json.strings(
                                spec.limits().ulimits().stream()
                                        .map(each ->
                                                each.name() + "=" + each.soft() + ":" + each.hard())
                                        .toList()))
                .put("isolation", spec.isolation().name())
                .put("stdin", spec.stdin())
                .put("autoRemove", spec.autoRemove())
                .putIfPresent("platform", spec.platform().map(Platform::toString).orElse(null))
                .put("config", json(config))
                .build();
    }

    static ContainerRecord of(Json.Obj json) throws IOException {
        try {
            ContainerSpec spec =
                    new ContainerSpec(
                            json.requireString("image"),
                            json.strings("command"),
                            Optional.ofNullable(json.stringsOrNull("entrypoint")),
                            Optional.ofNullable(json.string("name")),
                            json.strings("environment"),
                            Optional.ofNullable(json.string("workingDirectory")),
                            Optional.ofNullable(json.string("user")),
                            Optional.ofNullable(json.string("hostname")),
                            volumes(json),
                            json.stringMap("labels"),
                            NetworkMode.valueOf(json.requireString("network")),
                            limits(json),
                            Isolation.valueOf(json.requireString("isolation")),
                            json.bool("stdin"),
                            json.bool("autoRemove"),
                            Optional.ofNullable(json.string("platform")).map(Platform::parse));
            return new ContainerRecord(
                    spec,
                    config(json.requireObj("config")),
                    Instant.parse(json.requireString("created")));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new MalformedJsonException("a container's record: " + e.getMessage());
        }
    }

    private static Json json(ContainerSpec.Volume volume) {
        return Json.object()
                .put("source", volume.source().toString())
                .put("target", volume.target())
                .put("readOnly", volume.readOnly())
                .build();
    }

    private static @Nullable String shm(ContainerLimits limits) {
        return limits.shmBytes().isPresent() ? "" + limits.shmBytes().getAsLong() : null;
    }

    /// Containers of before have none.
    private static ContainerLimits limits(Json.Obj json) throws MalformedJsonException {
        String shm = json.string("shm");
        List<String> ulimits = json.stringsOrNull("ulimits");
        return new ContainerLimits(
                shm == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(shm)),
                ulimits == null ? List.of() : ulimits.stream().map(Ulimit::parse).toList());
    }

    private static List<ContainerSpec.Volume> volumes(Json.Obj json) throws MalformedJsonException {
        List<ContainerSpec.Volume> volumes = new ArrayList<>();
        for (Json.Obj each : json.objects("volumes")) {
            volumes.add(
                    new ContainerSpec.Volume(
                            Path.of(each.requireString("source")),
                            each.requireString("target"),
                            each.bool("readOnly")));
        }
        return volumes;
    }

    /// The form that an image's configuration has is good for a container's too.
    private static Json.Obj json(ContainerConfig config) throws MalformedJsonException {
        return Json.parseObject(
                        new ImageConfig(null, null, Platform.host(), config, List.of(), List.of())
                                .toBytes())
                .requireObj("config");
    }

    private static ContainerConfig config(Json.Obj json) throws MalformedImageException {
        return ImageConfig.parse(Json.object().put("config", json).build().toBytes()).config();
    }
}
