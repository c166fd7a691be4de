// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTests {
    @ParameterizedTest
    @CsvSource({
        "0, 0B, 0B",
        "1, 1B, 1B",
        "999, 999B, 999B",
        "1000, 1kB, 1kB",
        "1500, 1.5kB, 1.5kB",
        "999999, 1MB, 1MB",
        "1982268, 1.98MB, 1.982MB",
        "1984123, 1.98MB, 1.984MB",
        "163999999, 164MB, 164MB",
        "734000000, 734MB, 734MB",
        "1234567890123, 1.23TB, 1.235TB",
        "9223372036854775807, 9.22EB, 9.223EB",
    })
    void sizesHaveThreeOrFourDigits(long bytes, String three, String four) {
        assertThat(HumanSize.three(bytes)).isEqualTo(three);
        assertThat(HumanSize.four(bytes)).isEqualTo(four);
    }

    @Test
    void memoryIsInPowersOf1024() {
        assertThat(HumanSize.binary(25_279_000_000L)).isEqualTo("23.54GiB");
    }

    @ParameterizedTest
    @CsvSource({
        "0, Less than a second",
        "1, 1 second",
        "59, 59 seconds",
        "60, About a minute",
        "119, About a minute",
        "120, 2 minutes",
        "3599, 59 minutes",
        "3600, About an hour",
        "5399, About an hour",
        "5400, 2 hours",
        "172799, 2 days",
        "172000, 2 days",
        "170000, 47 hours",
        "1209600, 2 weeks",
        "1123200, 13 days",
        "5184000, 2 months",
        "63072000, 2 years",
        "63000000, 24 months",
    })
    void timesAreSaidInWords(long seconds, String words) {
        assertThat(Elapsed.human(Duration.ofSeconds(seconds))).isEqualTo(words);
    }

    @Test
    void secondsOfBuildsAreRounded() {
        assertThat(Elapsed.tenths(Duration.ofMillis(49))).isEqualTo("0.0s");
        assertThat(Elapsed.tenths(Duration.ofMillis(12_350))).isEqualTo("12.4s");
        assertThat(Elapsed.thousandths(Duration.ofNanos(47_400_000))).isEqualTo("0.047");
        assertThat(Elapsed.thousandths(Duration.ofNanos(1_006_500_000))).isEqualTo("1.007");
        assertThat(Elapsed.tenths(Duration.ofMillis(-5))).isEqualTo("0.0s");
    }

    @Test
    void instantsLookAsGoPrintsThem() {
        assertThat(Times.nano(Instant.parse("2026-11-23T03:50:31.476300Z")))
                .isEqualTo("2026-11-23T03:50:31.4763Z");
        assertThat(Times.nano(Instant.parse("2026-11-23T03:50:00Z")))
                .isEqualTo("2026-11-23T03:50:00Z");
        assertThat(Times.ago(Instant.EPOCH, Instant.EPOCH.plusSeconds(70)))
                .isEqualTo("About a minute ago");
    }

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        assertThat(
                        Table.align(
                                "REPOSITORY\tTAG\tIMAGE ID\nrec\t1\tc960\nhello-world-lab\tlatest\tba16\n"))
                .isEqualTo(
                        """
                        REPOSITORY        TAG       IMAGE ID
                        rec               1         c960
                        hello-world-lab   latest    ba16
                        """);
    }

    @Test
    void aLineWithoutTabsEndsTheColumnsAboveIt() {
        assertThat(Table.align("a-very-long-cell\tx\nplain\na\tx\n"))
                .isEqualTo("a-very-long-cell   x\nplain\na         x\n");
    }

    @Test
    void theLastCellOfALineIsInNoColumn() {
        assertThat(Table.align("a\tb\tc\nd\te-which-is-longer-than-ten\n"))
                .isEqualTo("a         b         c\nd         e-which-is-longer-than-ten\n");
    }

    @Test
    void longTextEndsInAnEllipsis() {
        assertThat(Text.ellipsis("sh -c 'echo $X; pwd; exit 3'", 20))
                .isEqualTo("sh -c 'echo $X; pwd\u2026");
        assertThat(Text.ellipsis("short", 20)).isEqualTo("short");
        assertThat(Text.ellipsis("\u65e5\u672c\u8a9e\u65e5\u672c\u8a9e", 6))
                .isEqualTo("\u65e5\u672c\u2026");
    }

    @Test
    void nothingCommandsATerminal() {
        assertThat(
                        Text.harmless(
                                "\u001b[31mred\u001b[0m \u001b]0;title\u0007x\ty\u0008\u009b2Jz",
                                false))
                .isEqualTo("red x    y\uFFFDz");
        assertThat(Text.harmless("a\nb\tc\r\u202ed", true)).isEqualTo("a\nb\tc\uFFFD\uFFFDd");
        assertThat(Text.harmless("\u001b", false)).isEmpty();
        assertThat(Text.harmless("\u001b]0;never ended", false)).isEmpty();
        assertThat(Text.harmless("\u001b[", false)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "rec, rec, true",
        "re*, rec, true",
        "re*, re/c, false",
        "*/c, re/c, true",
        "r?c, rec, true",
        "r[a-f]c, rec, true",
        "r[^a-f]c, rec, false",
        "r\\*c, r*c, true",
        "rec, recx, false",
        "*, '', true",
        "busy*:la*, busybox:latest, true",
    })
    void patternsDoNotCrossSlashes(String pattern, String text, boolean matches) {
        assertThat(PathPattern.matches(pattern, text)).isEqualTo(matches);
    }
}
