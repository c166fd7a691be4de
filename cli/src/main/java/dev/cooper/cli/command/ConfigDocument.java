// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.template.Value;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Healthcheck;
import org.jspecify.annotations.Nullable;

/// The `Config` of `inspect`, with docker's fields in docker's order.
final class ConfigDocument {
    private ConfigDocument() {}

    /// @param hostname empty for an image
    /// @param image what a container was made from; empty for an image
    /// @param stdin whether a container's input is kept open
    static Value of(ContainerConfig config, String hostname, String image, boolean stdin) {
        Value.Builder fields =
                Value.struct("container.Config")
                        .put("Hostname", hostname)
                        .put("Domainname", "")
                        .put("User", config.user())
                        .put("AttachStdin", stdin)
                        .put("AttachStdout", !image.isEmpty())
                        .put("AttachStderr", !image.isEmpty());
        if (!config.exposedPorts().isEmpty()) {
            fields.put("ExposedPorts", Value.set(config.exposedPorts()));
        }
        fields.put("Tty", false)
                .put("OpenStdin", stdin)
                .put("StdinOnce", stdin)
                .put("Env", Value.strings(config.env().isEmpty() ? null : config.env()))
                .put("Cmd", Value.strings(config.cmd()));
        Healthcheck check = config.healthcheck();
        if (check != null) {
            fields.put("Healthcheck", healthcheck(check));
        }
        if (config.argsEscaped()) {
            fields.put("ArgsEscaped", true);
        }
        fields.put("Image", image)
                .put("Volumes", Value.set(config.volumes()))
                .put("WorkingDir", config.workingDir())
                .put("Entrypoint", Value.strings(config.entrypoint()))
                .put("OnBuild", Value.strings(config.onBuild().isEmpty() ? null : config.onBuild()))
                .put(
                        "Labels",
                        config.labels().isEmpty() ? Value.Nil.MAP : Value.map(config.labels()));
        putUnlessNull(fields, "StopSignal", config.stopSignal());
        if (config.shell() != null) {
            fields.put("Shell", Value.strings(config.shell()));
        }
        return fields.build();
    }

    private static void putUnlessNull(Value.Builder fields, String name, @Nullable String text) {
        if (text != null) {
            fields.put(name, text);
        }
    }

    private static Value healthcheck(Healthcheck check) {
        Value.Builder fields =
                Value.struct("container.HealthConfig").put("Test", Value.strings(check.test()));
        putUnlessZero(fields, "Interval", check.intervalNanos());
        putUnlessZero(fields, "Timeout", check.timeoutNanos());
        putUnlessZero(fields, "StartPeriod", check.startPeriodNanos());
        putUnlessZero(fields, "StartInterval", check.startIntervalNanos());
        putUnlessZero(fields, "Retries", check.retries());
        return fields.build();
    }

    private static void putUnlessZero(Value.Builder fields, String name, long number) {
        if (number != 0) {
            fields.put(name, number);
        }
    }
}
