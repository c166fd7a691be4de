// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.dockerfile.Arg;
import dev.cooper.dockerfile.ArgPair;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Expander;
import dev.cooper.dockerfile.ExpansionException;
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
        Map<String, String> values = values(request);
        // What names a source is its date from here on.
        values.computeIfPresent(
                SourceDateArgument.NAME,
                (name, value) -> value.matches("[0-9]+") ? value : request.date().seconds());
        return new GlobalArguments(values);
    }

    /// An argument as the file has it before the first `FROM`; null for none.
    static @Nullable String written(PlanRequest request, String name) throws DockerfileException {
        for (Arg arg : request.dockerfile().globalArgs()) {
            if (arg.pairs().stream().anyMatch(each -> each.key().equals(name))) {
                return values(request).get(name);
            }
        }
        return null;
    }

    private static Map<String, String> values(PlanRequest request) throws DockerfileException {
        Map<String, String> values = new LinkedHashMap<>(builtIn(request));
        Expander expander = new Expander(request.dockerfile().directives().escape());
        for (Arg arg : request.dockerfile().globalArgs()) {
            for (ArgPair pair : arg.pairs()) {
                String value = value(request, pair, expander, values, arg);
                if (value != null) {
                    values.put(pair.key(), value);
                }
            }
        }
        return values;
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
            return expander.expand(written, Expander.Lookup.of(sofar));
        } catch (ExpansionException e) {
            throw new DockerfileException(e.getMessage(), List.of(arg.range()));
        }
    }

    private static Map<String, String> builtIn(PlanRequest request) {
        Map<String, String> values = PlatformArguments.of(request.platform());
        values.put("TARGETSTAGE", targetName(request));
        request.buildArguments()
                .forEach((name, value) -> {
                    if (value != null && values.containsKey(name)) {
                        values.put(name, value);
                    }
                });
        return values;
    }

    private static String targetName(PlanRequest request) {
        String target = request.target();
        String name = target == null ? request.dockerfile().stages().getLast().name() : target;
        return name == null ? "default" : name;
    }

    @Nullable String value(String name) {
        return values.get(name);
    }

    Map<String, String> all() {
        return values;
    }

    Expander.Lookup lookup() {
        return Expander.Lookup.of(values);
    }
}
