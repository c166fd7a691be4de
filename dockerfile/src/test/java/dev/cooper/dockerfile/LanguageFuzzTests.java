// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Inputs that nobody would write: whatever they are, they are read or refused, in words that are
/// made for people, and what comes of them is no longer than it may be.
///
/// `-Dfuzz.inputs=1000000` makes as many for each test; `-Dfuzz.seed=N` makes others. A failure
/// says how to repeat it.
class LanguageFuzzTests {
    private static final long INPUTS = Long.getLong("fuzz.inputs", 8_000);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final long FIRST = Long.getLong("fuzz.first", 0);
    private static final int MOST_EXPANDED = 1 << 20;

    private static final Expander.Lookup ENV =
            Expander.Lookup.of(
                    Map.of(
                            "x",
                            "foo/bar.tar.gz",
                            "e",
                            "",
                            "n",
                            "1",
                            "p",
                            "/usr/bin:/bin",
                            "s",
                            "a b",
                            "a",
                            "*".repeat(500),
                            "b",
                            "ab".repeat(2000)));

    private static List<String> dockerfiles = List.of();
    private static List<String> words = List.of();
    private static List<String> ignoreFiles = List.of();
    private static List<String> mounts = List.of();
    private static List<String> arrays = List.of();

    @FunctionalInterface
    private interface Target {
        /// Throws what it may throw wrapped in nothing.
        void read(String input)
                throws DockerfileException, ExpansionException, MalformedPatternException;
    }

    @BeforeAll
    static void collect() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(root.resolve("check"))) {
            root = Objects.requireNonNull(root.getParent(), "not in a source tree");
        }
        List<String> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(root.resolve("it/src/test/resources/language"))) {
            for (Path each : (Iterable<Path>) all.sorted()::iterator) {
                if (each.endsWith("Dockerfile")) {
                    files.add(Files.readString(each));
                }
            }
        }
        assertThat(files).hasSizeGreaterThan(200);
        dockerfiles = files;
        words = left("expansion.txt", root);
        ignoreFiles =
                left("ignore.txt", root).stream().map(each -> each.replace(' ', '\n')).toList();
        mounts = left("mounts.txt", root);
        arrays = left("json.txt", root);
    }

    private static List<String> left(String table, Path root) throws IOException {
        return Files.readAllLines(
                        root.resolve("dockerfile/src/test/resources/tables").resolve(table))
                .stream()
                .filter(line -> line.contains(" ⇒ "))
                .map(line -> line.substring(0, line.indexOf(" ⇒ ")))
                .toList();
    }

    private static void fuzz(List<String> texts, Target target) {
        Mutator mutator = new Mutator(texts);
        long refused = 0;
        for (long i = FIRST; i < FIRST + INPUTS; i++) {
            String input = mutator.text(SEED, i);
            try {
                target.read(input);
            } catch (DockerfileException | ExpansionException | MalformedPatternException e) {
                refused++;
                assertThat(e.getMessage()).as("why %s was refused", input).isNotBlank();
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError(
                        "repeat with -Dfuzz.seed=%d -Dfuzz.first=%d -Dfuzz.inputs=1:%n%s"
                                .formatted(SEED, i, input),
                        e);
            }
        }
        // Both must come about, or the inputs are no good.
        assertThat(refused).isBetween(INPUTS > 100 ? 1L : 0L, INPUTS);
    }

    @Test
    void dockerfilesAreParsedOrRefused() {
        fuzz(
                dockerfiles,
                text -> {
                    try {
                        Dockerfile file = Dockerfile.parse(text);
                        assertThat(file.stages()).isNotEmpty();
                        long said =
                                file.stages().stream()
                                        .flatMap(stage -> stage.instructions().stream())
                                        .mapToLong(each -> each.original().length())
                                        .sum();
                        assertThat(said).isLessThanOrEqualTo(text.length());
                    } catch (DockerfileException e) {
                        List<String> excerpt = Excerpt.lines(text, "Dockerfile", e.ranges());
                        assertThat(excerpt.stream().mapToInt(String::length).sum())
                                .isLessThan(2 * text.length() + 20 * excerpt.size() + 200);
                        throw e;
                    }
                });
    }

    @Test
    void instructionsOfImagesAreParsedOrRefused() {
        fuzz(
                dockerfiles.stream().flatMap(String::lines).toList(),
                text -> Dockerfile.parseInstruction(text));
    }

    @Test
    void wordsAreExpandedOrRefused() {
        Expander expander = new Expander('\\');
        Expander other = new Expander('`');
        fuzz(
                words,
                word -> {
                    assertThat(other.expandKeepingQuotes(word.replace("${", "$"), ENV).length())
                            .isLessThanOrEqualTo(MOST_EXPANDED);
                    assertThat(expander.expandHeredoc(word, ENV).text().length())
                            .isLessThanOrEqualTo(MOST_EXPANDED);
                    assertThat(other.expand(word, ENV).length()).isLessThanOrEqualTo(MOST_EXPANDED);
                    Expander.Expansion expansion = expander.process(word, ENV);
                    assertThat(expansion.text().length()).isLessThanOrEqualTo(MOST_EXPANDED);
                    assertThat(expansion.words().stream().mapToInt(String::length).sum())
                            .isLessThanOrEqualTo(expansion.text().length());
                });
    }

    @Test
    void ignoreFilesAreReadOrRefused() {
        fuzz(
                ignoreFiles,
                text -> {
                    IgnoreFile file = IgnoreFile.parse(text);
                    for (String path : List.of("a", "a/b/c", "d/x.pyc", ".dockerignore", "é/b")) {
                        IgnoreFile.Decision decision = file.check(path);
                        assertThat(decision.ignored())
                                .isEqualTo(decision.by() != null && !decision.by().exception());
                        file.mayContainIncluded(path);
                    }
                });
    }

    @Test
    void mountsAreReadOrRefused() {
        fuzz(
                mounts,
                text -> {
                    try {
                        assertThat(MountFields.read(text, value -> value)).isNotNull();
                    } catch (MountFields.MalformedMountException e) {
                        throw new DockerfileException(String.valueOf(e.getMessage()), List.of());
                    }
                });
    }

    @Test
    void arraysAreReadOrRefused() {
        fuzz(
                arrays,
                text -> {
                    try {
                        List<String> strings = StringArray.parse(text);
                        if (strings != null) {
                            assertThat(strings.stream().mapToInt(String::length).sum())
                                    .isLessThan(text.length());
                        }
                    } catch (StringArray.NotStringsException e) {
                        throw new DockerfileException("not strings", List.of());
                    }
                });
    }
}
