// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

import dev.cooper.dockerfile.DockerfileException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Which rules count: `skip=A,B;error=true;experimental=C`, as the directive `# check=` and the
/// build argument `BUILDKIT_DOCKERFILE_CHECK` have it. Names of unknown rules are let pass.
///
/// @param skipAll skips all that are not experimental
/// @param skipped ids of rules that do not count
/// @param experimentalAll checks all experimental rules
/// @param experimental ids of experimental rules that count
/// @param error whether a warning fails the build
public record LintConfig(
        boolean skipAll,
        Set<String> skipped,
        boolean experimentalAll,
        Set<String> experimental,
        boolean error) {
    /// Every rule but the experimental ones.
    public static final LintConfig DEFAULT =
            new LintConfig(false, Set.of(), false, Set.of(), false);

    private static final int MOST_OPTIONS = 3;
    private static final String ALL = "all";

    /// Copies the sets.
    public LintConfig {
        skipped = Set.copyOf(skipped);
        experimental = Set.copyOf(experimental);
    }

    /// Reads the options.
    ///
    /// @throws DockerfileException if there is one that does not exist; it names no lines
    public static LintConfig parse(String text) throws DockerfileException {
        LintConfig config = DEFAULT;
        if (text.isBlank()) {
            return config;
        }
        for (String option : text.strip().split(";", MOST_OPTIONS)) {
            int equals = option.indexOf('=');
            if (equals < 0) {
                throw invalid("invalid check option \"" + option + "\"");
            }
            String key = option.substring(0, equals).strip();
            String value = option.substring(equals + 1).strip();
            config =
                    switch (key) {
                        case "skip" -> config.withSkipped(value);
                        case "experimental" -> config.withExperimental(value);
                        case "error" -> config.withError(bool(option, value));
                        default -> throw invalid("invalid check option \"" + key + "\"");
                    };
        }
        return config;
    }

    private static DockerfileException invalid(String why) {
        return new DockerfileException("failed to parse check options: " + why, List.of());
    }

    private static boolean bool(String option, String value) throws DockerfileException {
        return switch (value) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default ->
                    throw invalid(
                            "failed to parse check option \""
                                    + option
                                    + "\": \""
                                    + value
                                    + "\" is neither true nor false");
        };
    }

    private static Set<String> list(String value) {
        return Arrays.stream(value.split(",", -1)).map(String::strip).collect(Collectors.toSet());
    }

    private LintConfig withSkipped(String value) {
        return value.equals(ALL)
                ? new LintConfig(true, Set.of(), experimentalAll, experimental, error)
                : new LintConfig(false, list(value), experimentalAll, experimental, error);
    }

    private LintConfig withExperimental(String value) {
        return value.equals(ALL)
                ? new LintConfig(skipAll, skipped, true, Set.of(), error)
                : new LintConfig(skipAll, skipped, false, list(value), error);
    }

    private LintConfig withError(boolean value) {
        return new LintConfig(skipAll, skipped, experimentalAll, experimental, value);
    }

    /// This, and what a comment above one instruction adds.
    LintConfig and(LintConfig more) {
        return new LintConfig(
                skipAll || more.skipAll,
                union(skipped, more.skipped),
                experimentalAll || more.experimentalAll,
                union(experimental, more.experimental),
                error || more.error);
    }

    private static Set<String> union(Set<String> some, Set<String> more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(more);
        return all;
    }

    /// Whether a rule counts. To skip all rules says nothing of the experimental ones, which must
    /// be asked for anyway.
    boolean counts(LintRule rule) {
        if (skipped.contains(rule.id())) {
            return false;
        }
        return rule.isExperimental()
                ? experimentalAll || experimental.contains(rule.id())
                : !skipAll;
    }
}
