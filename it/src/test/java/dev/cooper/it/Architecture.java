// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The house rules that the compiler doesn't know, for the tree of Cooper's sources in a folder:
/// who may use whom, and how large a file may get. Each throws an [AssertionError] that says what
/// breaks it.
record Architecture(Path judged) {
    /// The table of ARCHITECTURE.md.
    private static final Map<String, Set<String>> MAY_USE =
            Map.of(
                    "posix", Set.of(),
                    "oci", Set.of(),
                    "dockerfile", Set.of(),
                    "sandbox", Set.of("posix"),
                    "store", Set.of("oci", "posix"),
                    "registry", Set.of("oci"),
                    "build", Set.of("dockerfile", "sandbox", "store", "registry", "oci", "posix"),
                    "engine",
                            Set.of(
                                    "build",
                                    "dockerfile",
                                    "sandbox",
                                    "store",
                                    "registry",
                                    "oci",
                                    "posix"),
                    "cli", Set.of("engine", "oci"),
                    "testkit", Set.of());

    private static final Pattern REQUIRES =
            Pattern.compile("requires\\s+(?:transitive\\s+|static\\s+)*dev\\.cooper\\.(\\w+)");

    private List<Path> sources(String module) throws IOException {
        Path folder = judged.resolve(module).resolve("src/main/java");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(each -> each.toString().endsWith(".java")).sorted().toList();
        }
    }

    private List<Path> allSources() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String module : MAY_USE.keySet()) {
            all.addAll(sources(module));
        }
        return all;
    }

    void everyModuleUsesOnlyWhatTheTableAllows() throws IOException {
        for (var each : MAY_USE.entrySet()) {
            Path info = judged.resolve(each.getKey()).resolve("src/main/java/module-info.java");
            Matcher requires = REQUIRES.matcher(Files.readString(info));
            Set<String> used = new TreeSet<>();
            while (requires.find()) {
                used.add(requires.group(1));
            }
            assertThat(each.getValue()).as("what %s may use", each.getKey()).containsAll(used);
        }
    }

    void onlyPosixMakesForeignCalls() throws IOException {
        List<String> offenders = new ArrayList<>();
        for (Path file : allSources()) {
            if (!file.startsWith(judged.resolve("posix"))
                    && Files.readString(file).contains("java.lang.foreign")) {
                offenders.add(file.toString());
            }
        }
        assertThat(offenders).isEmpty();
    }

    void theApiSpeaksOfNothingThatIsUnderneath() throws IOException {
        Pattern signature =
                Pattern.compile(
                        "import dev\\.cooper\\.(build|store|registry|sandbox|posix|dockerfile)\\.");
        List<String> offenders = new ArrayList<>();
        for (Path file : sources("engine")) {
            String text = Files.readString(file);
            boolean open =
                    Pattern.compile(
                                    "^public (sealed |final |abstract )*(interface|record|enum) ",
                                    Pattern.MULTILINE)
                            .matcher(text)
                            .find();
            if (open && signature.matcher(text).find()) {
                offenders.add(file.toString());
            }
        }
        assertThat(offenders).isEmpty();
    }

    void filesAreSmall() throws IOException {
        List<Long> lengths = new ArrayList<>();
        for (Path file : allSources()) {
            try (Stream<String> lines = Files.lines(file)) {
                long length = lines.count();
                assertThat(length).as("lines of %s", file).isLessThanOrEqualTo(900);
                lengths.add(length);
            }
        }
        List<Long> sorted = lengths.stream().sorted().toList();
        assertThat(sorted.get(sorted.size() / 2)).as("the median file").isLessThan(100);
        assertThat(sorted.get(sorted.size() * 9 / 10)).as("nine in ten").isLessThan(350);
    }

    void namesSayWhatThingsAre() throws IOException {
        List<String> vague =
                allSources().stream()
                        .map(file -> String.valueOf(file.getFileName()))
                        .filter(name -> name.matches(".*(Util|Utils|Impl|Helper|Manager)\\.java"))
                        .toList();
        assertThat(vague).isEmpty();
    }

    void packagesHaveNoCycles() throws IOException {
        for (String module : MAY_USE.keySet()) {
            Map<String, Set<String>> uses = new java.util.TreeMap<>();
            for (Path file : sources(module)) {
                String text = Files.readString(file);
                Matcher own = Pattern.compile("(?m)^package ([\\w.]+);").matcher(text);
                if (!own.find()) {
                    continue;
                }
                Set<String> used = uses.computeIfAbsent(own.group(1), _ -> new TreeSet<>());
                Matcher imports =
                        Pattern.compile("(?m)^import (?:static )?([a-z.]+)\\.[A-Z]").matcher(text);
                while (imports.find()) {
                    used.add(imports.group(1));
                }
            }
            assertThat(cycle(uses)).as("packages of %s that use each other", module).isEmpty();
        }
    }

    /// The packages that can't be put in an order.
    private static Set<String> cycle(Map<String, Set<String>> uses) {
        Set<String> left = uses.keySet().stream().collect(toCollection(TreeSet::new));
        boolean shrinking = true;
        while (shrinking) {
            shrinking =
                    left.removeIf(each ->
                            uses.get(each).stream()
                                    .noneMatch(used -> !used.equals(each) && left.contains(used)));
        }
        return left;
    }
}
