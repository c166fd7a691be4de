// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.dockerfile.Arg;
import dev.cooper.dockerfile.ArgPair;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Expander;
import dev.cooper.dockerfile.ExpansionException;
import dev.cooper.oci.Platform;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The arguments that `FROM` lines see, and that a stage sees after a bare `ARG NAME`: those before
/// the first `FROM`, and the platform's.
final class GlobalArguments {
    private final Map<String, String> values;

    private GlobalArguments(Map<String, String> values) {
        this.values = values;
    }

    /// @throws DockerfileException if a default can't be expanded
    static GlobalArguments of(PlanRequest request) throws DockerfileException {
        Map<String, String> values = new LinkedHashMap<>(platform(request));
        Expander expander = new Expander(request.dockerfile().directives().escape());
        for (Arg arg : request.dockerfile().globalArgs()) {
            for (ArgPair pair : arg.pairs()) {
                String value = value(request, pair, expander, values, arg);
                if (value != null) {
                    values.put(pair.key(), value);
                }
            }
        }
        return new GlobalArguments(values);
    }

    private static @Nullable String value(
            PlanRequest request,
            ArgPair pair,
            Expander expander,
            Map<String, String> sofar,
            Arg arg)
            throws DockerfileException {
        String given = request.buildArguments().get(pair.key());
        if (given != null) {
            return given;
        }
        String written = pair.value();
        if (written == null) {
            return null;
        }
        try {
            return expander.expand(written, Expander.Lookup.of(new HashMap<>(sofar)));
        } catch (ExpansionException e) {
            throw new DockerfileException(e.getMessage(), List.of(arg.range()));
        }
    }

    private static Map<String, String> platform(PlanRequest request) {
        Map<String, String> values = new LinkedHashMap<>();
        describe(values, "TARGET", request.platform());
        describe(values, "BUILD", Platform.host());
        String target = request.target();
        String last = request.dockerfile().stages().getLast().name();
        values.put("TARGETSTAGE", target != null ? target : last != null ? last : "default");
        request.buildArguments()
                .forEach((name, value) -> {
                    if (value != null && values.containsKey(name)) {
                        values.put(name, value);
                    }
                });
        return values;
    }

    private static void describe(Map<String, String> values, String prefix, Platform platform) {
        String variant = platform.variant();
        values.put(prefix + "PLATFORM", platform.toString());
        values.put(prefix + "OS", platform.os());
        values.put(prefix + "OSVERSION", "");
        values.put(prefix + "ARCH", platform.architecture());
        values.put(prefix + "VARIANT", variant == null ? "" : variant);
    }

    @Nullable String value(String name) {
        return values.get(name);
    }

    Expander.Lookup lookup() {
        return Expander.Lookup.of(values);
    }
}
