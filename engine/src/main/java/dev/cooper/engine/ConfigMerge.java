// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.ContainerConfig;
import dev.cooper.posix.Name;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a container runs: its image's configuration with the caller's wishes on top, by docker's
/// rules.
final class ConfigMerge {
    private static final String DEFAULT_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private ConfigMerge() {}

    /// Merges. The caller's variables come first, then those of the image that it left alone. An
    /// entrypoint of the caller's takes the image's command away.
    ///
    /// @throws CooperException.InvalidInput if nothing is left to run
    static ContainerConfig merge(ContainerSpec spec, ContainerConfig image) {
        ContainerConfig merged =
                image.withEnv(environment(spec.environment(), image.env()))
                        .withLabels(labels(spec, image))
                        .withUser(spec.user().orElse(image.user()))
                        .withWorkingDir(workingDirectory(spec, image));
        if (spec.entrypoint().isPresent()) {
            List<String> given = spec.entrypoint().get();
            boolean cleared = given.isEmpty() || given.equals(List.of(""));
            merged = merged.withEntrypoint(cleared ? null : given).withCmd(null);
        }
        if (!spec.command().isEmpty()) {
            merged = merged.withCmd(spec.command());
        }
        if (command(merged).isEmpty()) {
            throw new CooperException.InvalidInput("no command specified");
        }
        checkTexts(merged);
        return merged;
    }

    /// An image may hold what no program can be given.
    private static void checkTexts(ContainerConfig config) {
        Stream.of(
                        command(config),
                        config.env(),
                        config.volumes(),
                        List.of(config.user(), config.workingDir()))
                .flatMap(Collection::stream)
                .filter(text -> text.indexOf(0) >= 0)
                .findFirst()
                .ifPresent(text -> {
                    throw new CooperException.InvalidInput(
                            "a NUL character in the container's configuration: "
                                    + text.replace("\0", "\\0"));
                });
    }

    /// The program and its arguments.
    static List<String> command(ContainerConfig config) {
        List<String> words = new ArrayList<>();
        if (config.entrypoint() != null) {
            words.addAll(config.entrypoint());
        }
        if (config.cmd() != null) {
            words.addAll(config.cmd());
        }
        return List.copyOf(words);
    }

    /// The variables that the program sees, as `KEY=value`: `PATH`, `HOSTNAME` and `HOME` have
    /// defaults. One without a value in `config` is taken away, a default too.
    static List<Name> processEnvironment(ContainerConfig config, String hostname, Name home) {
        SequencedMap<String, Name> variables = new LinkedHashMap<>();
        variables.put("PATH", Name.of("PATH=" + DEFAULT_PATH));
        variables.put("HOSTNAME", Name.of("HOSTNAME=" + hostname));
        for (String pair : config.env()) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                variables.remove(pair);
            } else {
                variables.put(pair.substring(0, equals), Name.of(pair));
            }
        }
        variables.putIfAbsent("HOME", Name.of("HOME=" + home.text()));
        return List.copyOf(variables.values());
    }

    private static List<String> environment(List<String> given, List<String> image) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String pair : given) {
            if (pair.isEmpty() || pair.startsWith("=") || pair.indexOf(0) >= 0) {
                throw new CooperException.InvalidInput("invalid environment variable: " + pair);
            }
            variables.put(key(pair), pair);
        }
        for (String pair : image) {
            variables.putIfAbsent(key(pair), pair);
        }
        return List.copyOf(variables.values());
    }

    private static String key(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0 ? pair : pair.substring(0, equals);
    }

    private static SortedMap<String, String> labels(ContainerSpec spec, ContainerConfig image) {
        TreeMap<String, String> labels = new TreeMap<>(image.labels());
        labels.putAll(spec.labels());
        return labels;
    }

    private static String workingDirectory(ContainerSpec spec, ContainerConfig image) {
        if (spec.workingDirectory().isEmpty()) {
            return image.workingDir();
        }
        String given = spec.workingDirectory().get();
        if (!given.startsWith("/")) {
            throw new CooperException.InvalidInput(
                    "the working directory '"
                            + given
                            + "' is invalid, it needs to be an absolute path");
        }
        return given;
    }
}
