// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What docs/security.md says is tested is.
class BadInputTableTests {
    private static final Pattern TEST = Pattern.compile("`(\\w+Tests)\\.(\\w+)`");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([GM][0-9]{2}) \\|.*$");

    @Test
    void everyTestThatTheTableNamesIsThere() throws IOException {
        String page = Files.readString(Project.root().resolve("docs/security.md"));
        Map<String, List<String>> sources = testSources();
        Matcher named = TEST.matcher(page);
        int count = 0;
        while (named.find()) {
            count++;
            String method = "void " + named.group(2) + "(";
            assertThat(sources.getOrDefault(named.group(1), List.of()))
                    .as(named.group())
                    .anyMatch(source -> source.contains(method));
        }
        assertThat(count).isGreaterThan(60);
    }

    @Test
    void everyCaseHasATest() throws IOException {
        String page = Files.readString(Project.root().resolve("docs/security.md"));
        TreeSet<String> cases = new TreeSet<>();
        Matcher rows = ROW.matcher(page);
        while (rows.find()) {
            assertThat(TEST.matcher(rows.group()).find()).as(rows.group()).isTrue();
            cases.add(rows.group(1));
        }
        assertThat(cases)
                .containsAll(IntStream.rangeClosed(1, 22).mapToObj("G%02d"::formatted).toList())
                .containsAll(IntStream.rangeClosed(1, 12).mapToObj("M%02d"::formatted).toList());
    }

    private static Map<String, List<String>> testSources() throws IOException {
        Map<String, List<String>> sources = new HashMap<>();
        try (Stream<Path> modules = Files.list(Project.root())) {
            for (Path module : modules.toList()) {
                Path tests = module.resolve("src/test/java");
                if (Files.isDirectory(tests)) {
                    try (Stream<Path> files = Files.walk(tests)) {
                        for (Path each :
                                files.filter(file -> file.toString().endsWith("Tests.java"))
                                        .toList()) {
                            String name = String.valueOf(each.getFileName()).replace(".java", "");
                            sources.computeIfAbsent(name, _ -> new ArrayList<>())
                                    .add(Files.readString(each));
                        }
                    }
                }
            }
        }
        return sources;
    }
}
