// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The `config` member of an image's configuration, with docker's additions to the specification
/// (Healthcheck, OnBuild, Shell, ArgsEscaped).
final class ContainerConfigJson {
    private ContainerConfigJson() {}

    static ContainerConfig read(Json.Obj json) throws MalformedJsonException {
        String user = json.string("User");
        String workingDir = json.string("WorkingDir");
        String stopSignal = json.string("StopSignal");
        return new ContainerConfig(
                user == null ? "" : user,
                keys(json.obj("ExposedPorts")),
                json.strings("Env"),
                json.stringsOrNull("Entrypoint"),
                json.stringsOrNull("Cmd"),
                keys(json.obj("Volumes")),
                workingDir == null ? "" : workingDir,
                new TreeMap<>(json.stringMap("Labels")),
                stopSignal == null || stopSignal.isEmpty() ? null : stopSignal,
                healthcheck(json.obj("Healthcheck")),
                json.strings("OnBuild"),
                json.stringsOrNull("Shell"),
                json.bool("ArgsEscaped"));
    }

    private static SortedSet<String> keys(Json.@Nullable Obj json) {
        return json == null ? new TreeSet<>() : new TreeSet<>(json.members().keySet());
    }

    private static @Nullable Healthcheck healthcheck(Json.@Nullable Obj json)
            throws MalformedJsonException {
        return json == null
                ? null
                : new Healthcheck(
                        json.strings("Test"),
                        json.longValue("Interval", 0),
                        json.longValue("Timeout", 0),
                        json.longValue("StartPeriod", 0),
                        json.longValue("StartInterval", 0),
                        Math.toIntExact(
                                Math.clamp(json.longValue("Retries", 0), 0, Integer.MAX_VALUE)));
    }

    static Json.Obj write(ContainerConfig config) {
        Json.Builder json =
                Json.object()
                        .putUnlessEmpty("User", config.user())
                        .putIfPresent("ExposedPorts", set(config.exposedPorts()))
                        .putUnlessEmpty("Env", config.env())
                        .putIfPresent("Entrypoint", list(config.entrypoint()))
                        .putIfPresent("Cmd", list(config.cmd()))
                        .putIfPresent("Healthcheck", healthcheck(config.healthcheck()));
        if (config.argsEscaped()) {
            json.put("ArgsEscaped", true);
        }
        return json.putIfPresent("Volumes", set(config.volumes()))
                .putUnlessEmpty("WorkingDir", config.workingDir())
                .putUnlessEmpty("OnBuild", config.onBuild())
                .putUnlessEmpty("Labels", config.labels())
                .putIfPresent("StopSignal", config.stopSignal())
                .putIfPresent("Shell", list(config.shell()))
                .build();
    }

    private static @Nullable Json list(@Nullable List<String> words) {
        return words == null || words.isEmpty() ? null : Json.strings(words);
    }

    /// A set as Go writes `map[string]struct{}`.
    private static @Nullable Json set(Collection<String> keys) {
        if (keys.isEmpty()) {
            return null;
        }
        Json.Builder json = Json.object();
        keys.forEach(key -> json.put(key, Json.object().build()));
        return json.build();
    }

    private static @Nullable Json healthcheck(@Nullable Healthcheck check) {
        if (check == null) {
            return null;
        }
        Json.Builder json = Json.object().putUnlessEmpty("Test", check.test());
        putUnlessZero(json, "Interval", check.intervalNanos());
        putUnlessZero(json, "Timeout", check.timeoutNanos());
        putUnlessZero(json, "StartPeriod", check.startPeriodNanos());
        putUnlessZero(json, "StartInterval", check.startIntervalNanos());
        putUnlessZero(json, "Retries", check.retries());
        return json.build();
    }

    private static void putUnlessZero(Json.Builder json, String key, long value) {
        if (value != 0) {
            json.put(key, value);
        }
    }
}
