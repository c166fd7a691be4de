// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTests {
    private final Options options = new Options();
    private final Option.Switch all = options.toggle("-a, --all", "All");
    private final Option.Switch human = options.toggleOn("-H, --human", "Human");
    private final Option.Text name = options.text("--name", "string", "Name");
    private final Option.Texts env = options.texts("-e, --env", "list", "Variables");

    private List<String> parse(String... words) throws UsageException {
        return options.parse(List.of(words));
    }

    @Test
    void takesValuesInEveryForm() throws UsageException {
        List<String> rest =
                parse("-e", "A=1", "x", "-eB=2", "--env=C=3", "--env", "D", "-e=E", "--name", "-a");
        assertThat(env.values()).containsExactly("A=1", "B=2", "C=3", "D", "E");
        assertThat(name.value()).isEqualTo("-a");
        assertThat(all.isOn()).isFalse();
        assertThat(human.isOn()).isTrue();
        assertThat(rest).containsExactly("x");
    }

    @Test
    void takesSwitchesWithAndWithoutAValue() throws UsageException {
        assertThat(parse("-a", "--human=false", "-", "@file")).containsExactly("-", "@file");
        assertThat(all.isOn()).isTrue();
        assertThat(human.isOn()).isFalse();
    }

    @Test
    void theLastOfAValueCounts() throws UsageException {
        parse("--name", "x", "--name", "y", "--all", "--all=0");
        assertThat(name.value()).isEqualTo("y");
        assertThat(all.isOn()).isFalse();
    }

    @Test
    void whatFollowsTheFirstArgumentBelongsToItIfWanted() throws UsageException {
        options.stopAtFirstArgument();
        assertThat(parse("-a", "image", "-e", "x", "--", "--nosuch"))
                .containsExactly("image", "-e", "x", "--", "--nosuch");
        assertThat(env.values()).isEmpty();
    }

    @Test
    void twoDashesEndTheOptions() throws UsageException {
        assertThat(parse("--", "-a")).containsExactly("-a");
        assertThat(all.isOn()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nosuch | unknown flag: --nosuch",
                "--nosuch=3 | unknown flag: --nosuch",
                "-z | unknown shorthand flag: 'z' in -z",
                "--name | flag needs an argument: --name",
                "--all=maybe | invalid argument \"maybe\" for \"-a, --all\" flag: strconv.ParseBool: parsing \"maybe\": invalid syntax",
                "--read-only | --read-only is not supported by Cooper",
                "-d | -d is not supported by Cooper: no daemon",
            })
    void complainsAsDockerDoes(String word, String message) {
        options.refuse("--read-only");
        options.refuseBecause(": no daemon", "-d");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> parse(word))
                .withMessage(message);
    }

    @Test
    void describesItselfInTwoColumns() {
        assertThat(options.describe())
                .isEqualTo(
                        """
                          -a, --all           All
                          -e, --env list      Variables
                          -H, --human         Human (default true)
                              --name string   Name
                        """);
    }
}
