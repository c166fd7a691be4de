// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The tables of `src/test/resources/tables`: one row, one thing that the language says.
class LanguageTableTests {
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
                            "a b"));

    /// A row, and the heading above it.
    private record Row(String heading, String left, String right) {}

    @FunctionalInterface
    private interface Check {
        void row(Row row) throws Exception;
    }

    private static List<Row> rows(String table) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (InputStream in = LanguageTableTests.class.getResourceAsStream("/tables/" + table)) {
            String heading = "";
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.split("\n", -1)) {
                int arrow = line.indexOf(" ⇒ ");
                if (arrow >= 0) {
                    rows.add(new Row(heading, line.substring(0, arrow), line.substring(arrow + 3)));
                } else if (line.startsWith("[")) {
                    heading = line;
                }
            }
        }
        return rows;
    }

    private static Stream<DynamicTest> tests(String table, Check check) throws IOException {
        return rows(table).stream()
                .map(row ->
                        DynamicTest.dynamicTest(
                                row.heading() + "|" + row.left(), () -> check.row(row)));
    }

    @TestFactory
    Stream<DynamicTest> expansion() throws IOException {
        Expander expander = new Expander('\\');
        return tests(
                "expansion.txt",
                row -> {
                    String word = row.left();
                    switch (row.heading()) {
                        case "[word]" ->
                                assertThat(expander.expand(word, ENV)).isEqualTo(row.right());
                        case "[backquote]" ->
                                assertThat(new Expander('`').expand(word, ENV))
                                        .isEqualTo(row.right());
                        case "[heredoc]" ->
                                assertThat(expander.expandHeredoc(word, ENV).text())
                                        .isEqualTo(row.right());
                        case "[words]" ->
                                assertThat(String.join("|", expander.expandToWords(word, ENV)))
                                        .isEqualTo(row.right());
                        case "[error]" ->
                                assertThatThrownBy(() -> expander.expand(word, ENV))
                                        .isInstanceOf(ExpansionException.class)
                                        .hasMessage(row.right());
                        default -> fail("no such heading: " + row.heading());
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> ignoredFiles() throws IOException {
        return tests(
                "ignore.txt",
                row -> {
                    int colon = row.right().lastIndexOf(": ");
                    String path = row.right().substring(0, colon);
                    IgnoreFile file = IgnoreFile.parse(row.left().replace(' ', '\n'));
                    assertThat(file.check(path).ignored() ? "ignored" : "kept")
                            .isEqualTo(row.right().substring(colon + 2));
                });
    }

    @TestFactory
    Stream<DynamicTest> mounts() throws IOException {
        return tests(
                "mounts.txt",
                row -> {
                    String found;
                    try {
                        found = MountFields.read(row.left(), value -> value).toString();
                    } catch (MountFields.MalformedMountException e) {
                        found = String.valueOf(e.getMessage());
                    }
                    assertThat(found).isEqualTo(row.right());
                });
    }

    @TestFactory
    Stream<DynamicTest> jsonForms() throws IOException {
        return tests(
                "json.txt",
                row -> {
                    String found;
                    try {
                        List<String> strings = StringArray.parse(row.left());
                        found = strings == null ? "text" : String.join("|", strings);
                    } catch (StringArray.NotStringsException e) {
                        found = "mistake";
                    }
                    assertThat(found).isEqualTo(row.right());
                });
    }

    @Test
    void theTablesAreThere() throws IOException {
        assertThat(rows("expansion.txt")).hasSizeGreaterThan(350);
        assertThat(rows("ignore.txt")).hasSizeGreaterThan(100);
        assertThat(rows("mounts.txt")).hasSizeGreaterThan(60);
        assertThat(rows("json.txt")).hasSizeGreaterThan(40);
    }
}
