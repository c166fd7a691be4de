// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.dockerfile.IgnoreFile;
import dev.cooper.dockerfile.walk.WalkRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Checks every folder below `lint`: a `Dockerfile`, and in `expected.txt` what the checks say of
/// it, a line for each warning and for the failure. A file `dockerignore` goes with the context;
/// `options` may hold `target=NAME`, `arg=NAME=VALUE` and `build`, which checks only what a build
/// needs. With `-Dgolden.update=true` the expectations are written anew.
class LintGoldenTests {
    private static final Path ROOT = Path.of("src/test/resources/lint");

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        return folders().stream()
                .map(folder ->
                        DynamicTest.dynamicTest(
                                ROOT.relativize(folder).toString(), () -> check(folder)));
    }

    private static List<Path> folders() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(each -> each.endsWith("Dockerfile"))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
        }
    }

    private static void check(Path folder) throws Exception {
        String actual = told(Linter.check(request(folder)));
        Path expected = folder.resolve("expected.txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(expected, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(expected));
    }

    private static LintRequest request(Path folder) throws Exception {
        Map<String, @Nullable String> arguments = new HashMap<>();
        String target = null;
        boolean everyStage = true;
        Path options = folder.resolve("options");
        for (String option :
                Files.exists(options) ? Files.readAllLines(options) : List.<String>of()) {
            String[] parts = option.split("=", 3);
            switch (parts[0]) {
                case "target" -> target = parts[1];
                case "arg" -> arguments.put(parts[1], parts[2]);
                case "build" -> everyStage = false;
                default -> throw new IllegalArgumentException(option);
            }
        }
        Path ignore = folder.resolve("dockerignore");
        return new LintRequest(
                "Dockerfile",
                Files.readString(folder.resolve("Dockerfile")),
                new WalkRequest(target, everyStage, arguments, new TestFacts()),
                Files.exists(ignore) ? IgnoreFile.parse(Files.readString(ignore)) : null);
    }

    private static String told(LintReport report) {
        StringBuilder told = new StringBuilder();
        report.warnings().forEach(each -> told.append(each.summary()).append('\n'));
        LintFailure failure = report.failure();
        if (failure != null) {
            String lines =
                    failure.ranges().stream()
                            .map(each -> " (line " + each.firstLine() + ")")
                            .collect(Collectors.joining());
            told.append("ERROR: ").append(failure.message()).append(lines).append('\n');
        }
        return told.isEmpty() ? "no warnings\n" : told.toString();
    }

    @Test
    void everyRuleHasGoodAndBadCases() throws IOException {
        for (LintRule rule : LintRule.values()) {
            Path cases = ROOT.resolve(rule.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            assertThat(expectations(cases))
                    .as(rule.id())
                    .anyMatch(each -> each.contains(rule.id() + ": "))
                    .anyMatch(each -> !each.contains(rule.id() + ": "));
        }
    }

    private static List<String> expectations(Path cases) throws IOException {
        List<String> all = new ArrayList<>();
        for (Path folder : folders()) {
            if (folder.startsWith(cases)) {
                all.add(Files.readString(folder.resolve("expected.txt")));
            }
        }
        return all;
    }
}
