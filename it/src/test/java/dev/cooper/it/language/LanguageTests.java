// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.testkit.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every row of the Dockerfile language, a folder for each in `src/test/resources/language`; what
/// is in such a folder says [LanguageCase]. All are built in this JVM, on one store.
///
/// `-Dlanguage.record=true` writes down what came of each case instead of judging it (read the
/// difference before you keep it), `-Dlanguage.only=NAME` runs those whose name begins so.
@Tag("once")
class LanguageTests {
    private static final int AT_ONCE = 3;

    /// Not JUnit's: names in here are bytes, and links lead out of it.
    private static Path temp = Path.of("/");

    @BeforeAll
    static void makeFolder() throws IOException {
        temp = Files.createTempDirectory("cooper-language");
    }

    @AfterAll
    static void deleteFolder() throws IOException {
        try (Dir parent = Dir.open(temp.getParent())) {
            parent.deleteTree(Name.of(temp.getFileName().toString()));
        }
    }

    private static Path cases() {
        return Project.root().resolve("it/src/test/resources/language");
    }

    private static List<LanguageCase> all() throws IOException {
        String only = System.getProperty("language.only", "");
        try (Stream<Path> folders = Files.list(cases())) {
            return folders.filter(Files::isDirectory)
                    .map(LanguageCase::new)
                    .filter(each -> each.name().startsWith(only))
                    .sorted((a, b) -> a.name().compareTo(b.name()))
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> language() throws IOException {
        List<LanguageCase> cases = all();
        LanguageStore store = LanguageStore.in(temp.resolve("store"));
        List<DynamicTest> tests = new ArrayList<>();
        ExecutorService builders =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofPlatform().daemon().factory());
        for (LanguageCase each : cases) {
            Path folder = temp.resolve("contexts").resolve(each.name());
            Future<Outcome> outcome = builders.submit(() -> store.build(each, folder));
            tests.add(DynamicTest.dynamicTest(each.name(), () -> judge(each, outcome)));
        }
        builders.shutdown();
        return tests.stream().onClose(store::close);
    }

    /// The page of the language names every case, by its name or by how it begins, and no other.
    @Test
    void thePageNamesEveryCase() throws IOException {
        String page = Files.readString(Project.root().resolve("docs/dockerfile.md"));
        List<String> names;
        try (Stream<Path> folders = Files.list(cases())) {
            names = folders.map(each -> each.getFileName().toString()).sorted().toList();
        }
        List<String> unnamed = new ArrayList<>(names);
        Matcher named = Pattern.compile("`([a-z]+(?:-[a-z0-9*]+)*\\*?)`").matcher(page);
        while (named.find()) {
            Pattern pattern = Pattern.compile(named.group(1).replace("*", ".*"));
            unnamed.removeIf(each -> pattern.matcher(each).matches());
            if (named.group(1).contains("-")) {
                assertThat(names)
                        .as(named.group(1))
                        .anyMatch(each -> pattern.matcher(each).matches());
            }
        }
        assertThat(unnamed).isEmpty();
    }

    private static void judge(LanguageCase each, Future<Outcome> building) throws Throwable {
        Outcome outcome;
        try {
            outcome = building.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
        if (Boolean.getBoolean("language.record")) {
            each.record(outcome);
            return;
        }
        for (var expected : each.expected().entrySet()) {
            assertThat(outcome.section(expected.getKey()))
                    .as("[%s] of %s", expected.getKey(), each.folder())
                    .isEqualTo(expected.getValue());
        }
    }
}
