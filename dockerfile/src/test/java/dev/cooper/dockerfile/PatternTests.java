// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternTests {
    @ParameterizedTest
    @CsvSource({
        "*, a, true",
        "*, a/b, false",
        "*, .hidden, true",
        "a*c, abbc, true",
        "a?c, abc, true",
        "a?c, ac, false",
        "[a-c]x, bx, true",
        "[a-c]x, dx, false",
        "[^a-c]x, dx, true",
        "[^a-c]x, ax, false",
        "[]-]x, ]x, error",
        "\\*, *, true",
        "\\*, a, false",
        "[\\]]x, ]x, true",
        "**, a/b/c, true",
        "**/x, x, true",
        "**/x, a/b/x, true",
        "a/**, a/b, true",
        "a/**, a, false",
        "a/**/b, a/b, true",
        "a/**/b, a/x/y/b, true",
        "a/**/b, a/x, false",
        "*/b, a/b, true",
        "*.go, x.go, true",
        "é?, éü, true",
        "a**b, axxb, false",
        "a**b, ax/b, true",
        "a**b, ab, true",
    })
    void matchesAsGoDoes(String pattern, String path, String expected) throws Exception {
        if (expected.equals("error")) {
            assertThatThrownBy(() -> PathPattern.compile(pattern))
                    .isInstanceOf(MalformedPatternException.class);
            return;
        }
        assertThat(PathPattern.compile(pattern).matches(path))
                .isEqualTo(Boolean.parseBoolean(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[]", "[a", "[a-]", "[-a]", "a\\", "[^]"})
    void malformedPatternsAreErrors(String pattern) {
        assertThatThrownBy(() -> PathPattern.compile(pattern))
                .isInstanceOf(MalformedPatternException.class);
    }

    @Test
    void noPatternTakesLong() throws Exception {
        PathPattern pattern = PathPattern.compile("*a".repeat(200) + "b");
        assertThat(pattern.matches("a".repeat(5000))).isFalse();
        assertThat(PathPattern.compile("**/x/".repeat(100) + "y").matches("x/".repeat(500) + "z"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'*.log', a.log, true",
        "'*.log', b/a.log, false",
        "'**/*.log', b/a.log, true",
        "'node_modules', node_modules/x, true",
        "'/a', a, true",
        "'./a/', a/b, true",
        "'a/../b', b, true",
        "'#x', '#x', false",
        "' a ', a, true",
        "'*\n!keep', keep, false",
        "'*\n!keep', other, true",
        "'*\n!a/keep', a/keep, false",
        "'*\n!a/keep', a/x, true",
        "'!a\n*', a, true",
        "'a\n!a/b\na/b/c', a/b/c, true",
        "'a\n!a/b\na/b/c', a/b/d, false",
        "'**', a/b, true",
        "'.', a, false",
        "'', a, false",
    })
    void ignoreFilesDecideByTheLastMatch(String file, String path, boolean ignored)
            throws Exception {
        assertThat(IgnoreFile.parse(file).check(path).ignored()).isEqualTo(ignored);
    }

    @Test
    void theDecidingLineIsNamed() throws Exception {
        IgnoreFile file = IgnoreFile.parse("\uFEFF# comment\r\n\r\n*.log\r\n");
        IgnorePattern by = file.check("x.log").by();
        assertThat(by)
                .isNotNull()
                .extracting(IgnorePattern::line, IgnorePattern::text)
                .containsExactly(3, "*.log");
        assertThatThrownBy(() -> IgnoreFile.parse("a\n!\n"))
                .isInstanceOfSatisfying(
                        MalformedPatternException.class, e -> assertThat(e.line()).isEqualTo(2));
    }

    @Test
    void onlyDirectoriesThatMayHoldExceptionsAreWalked() throws Exception {
        IgnoreFile file = IgnoreFile.parse("*\n!a/*/c\n");
        assertThat(file.mayContainIncluded("a")).isTrue();
        assertThat(file.mayContainIncluded("a/b")).isTrue();
        assertThat(file.mayContainIncluded("b")).isFalse();
        assertThat(IgnoreFile.parse("*").mayContainIncluded("a")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "80, 80/tcp", "80/UDP, 80/udp", "8000-8002, 8000/tcp|8001/tcp|8002/tcp",
                "127.0.0.1:8080:80, 80/tcp",
        "70000, error", "a, error", "80/icmp, error", "9-8, error",
    })
    void portsAreSpelledOut(String word, String expected) throws Exception {
        if (expected.equals("error")) {
            assertThatThrownBy(() -> PortSpec.parse(word))
                    .isInstanceOf(PortSpec.InvalidPortException.class);
        } else {
            assertThat(String.join("|", PortSpec.parse(word))).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1s, 1000000000",
        "1m30s, 90000000000",
        "1.5h, 5400000000000",
        "0, 0",
        "300ms, 300000000",
        "-1s, -1000000000"
    })
    void durationsAreGos(String text, long nanos) {
        assertThat(GoDuration.parseNanos(text)).isEqualTo(nanos);
        assertThatThrownBy(() -> GoDuration.parseNanos(text + "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "SIGTERM, 15",
        "kill, 9",
        "9, 9",
        "RTMIN+2, 36",
        "SIGRTMAX-1, 63",
        "SIGFOO, 0",
        "0, 0",
        "65, 0"
    })
    void signalsAreKnown(String name, int number) {
        assertThat(Signals.number(name).orElse(0)).isEqualTo(number);
    }
}
