// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpanderTests {
    private static final Expander.Lookup ENV =
            Expander.Lookup.of(
                    Map.of(
                            "x",
                            "foo/bar.tar.gz",
                            "e",
                            "",
                            "n",
                            "1",
                            "two",
                            "a b",
                            "PATH",
                            "/bin:/usr/bin:/bin"));
    private final Expander expander = new Expander('\\');

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = ';',
            value = {
                "plain;plain",
                "$n;1",
                "${n};1",
                "a${n}b;a1b",
                "$nope;~~",
                "${nope}x;x",
                "\\$n;$n",
                "'$n';$n",
                "\"$n\";1",
                "\"\\$n\";$n",
                "\"a\\b\";a\\b",
                "a\\b;ab",
                "$;$",
                "a$;a$",
                "$ n;$ n",
                "$1x;x",
                "$$;~~",
                "${e:-w};w",
                "${e-w};~~",
                "${nope-w};w",
                "${nope:-$n};1",
                "${nope:-${e:-deep}};deep",
                "${n:-w};1",
                "${n:+w};w",
                "${e:+w};~~",
                "${e+w};w",
                "${nope+w};~~",
                "${n:?no};1",
                "${x#*/};bar.tar.gz",
                "${x##*.};gz",
                "${x#*.};tar.gz",
                "${x%.*};foo/bar.tar",
                "${x%%.*};foo/bar",
                "${x%z};foo/bar.tar.g",
                "${x#z};foo/bar.tar.gz",
                "${x/a/A};foo/bAr.tar.gz",
                "${x//a/A};foo/bAr.tAr.gz",
                "${x/./};foo/bartar.gz",
                "${x//[a]/Y};foo/bar.tar.gz",
                "${x/b*t/-};foo/-ar.gz",
                "${PATH//\\/bin/X};X:/usrX:X",
                "${x/?/_};_oo/bar.tar.gz",
                "${nope#a};~~",
                "héé$n;héé1",
            })
    void words(String word, String expected) throws Exception {
        assertThat(expander.expand(word, ENV)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${",
                "${}",
                "${:}",
                "${{",
                "${x",
                "${x:=w}",
                "${x=w}",
                "${x:}",
                "${nope:?must}",
                "${nope?}",
                "${e:?}",
                "'open",
                "\"open",
                "${x/a",
                "${x:-${y}"
            })
    void mistakesAreErrors(String word) {
        assertThatThrownBy(() -> expander.expand(word, ENV)).isInstanceOf(ExpansionException.class);
    }

    @Test
    void theMessageOfAQuestionMarkIsShown() {
        assertThatThrownBy(() -> expander.expand("${nope:?is needed}", ENV))
                .hasMessage("nope: is needed");
    }

    @Test
    void unquotedBlanksPartWords() throws Exception {
        assertThat(expander.expandToWords("$two \"$two\" '' x", ENV))
                .containsExactly("a", "b", "a b", "x");
    }

    @Test
    void hereDocumentsKeepTheirQuotes() throws Exception {
        assertThat(expander.expandHeredoc("'$n' \"$n\" \\$n \\\\ a\\b", ENV).text())
                .isEqualTo("'1' \"1\" $n \\ ab");
    }

    @Test
    void forDisplayOnlyWhatIsSetIsReplaced() throws Exception {
        assertThat(expander.expandKeepingQuotes("echo \"$n\" $nope ${nope} \\x", ENV))
                .isEqualTo("echo \"1\" $nope ${nope} \\x");
    }

    @Test
    void whatWasAskedForIsTold() throws Exception {
        Expander.Expansion expansion = expander.process("$n $nope", ENV);
        assertThat(expansion.used()).containsExactly("n");
        assertThat(expansion.unset()).containsExactly("nope");
    }

    @Test
    void bombsEndEarly() {
        assertThatThrownBy(() -> expander.expand("${a:-".repeat(100_000), ENV))
                .isInstanceOf(ExpansionException.class);
        Expander.Lookup big = Expander.Lookup.of(Map.of("b", "x".repeat(100_000)));
        assertThatThrownBy(() -> expander.expand("$b".repeat(100), big))
                .isInstanceOf(ExpansionException.class);
        assertThatThrownBy(() -> expander.expand("${b//*a*a*a*a*a/y}", big))
                .isInstanceOf(ExpansionException.class);
    }
}
