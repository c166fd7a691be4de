// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerfileTests {
    private static Instruction one(String instruction) throws DockerfileException {
        return Dockerfile.parse("FROM a\n" + instruction)
                .stages()
                .getFirst()
                .instructions()
                .getFirst();
    }

    @Test
    void stagesArgumentsAndNames() throws Exception {
        Dockerfile file =
                Dockerfile.parse(
                        "ARG V=1\nfrom base:$V As Build\nRUN x\nFROM --platform=$P scratch\n");
        assertThat(file.globalArgs()).hasSize(1);
        assertThat(file.stages()).hasSize(2);
        assertThat(file.stages().getFirst().name()).isEqualTo("build");
        assertThat(file.stages().getFirst().from().alias()).isEqualTo("Build");
        assertThat(file.stages().getLast().from().platform()).isEqualTo("$P");
        assertThat(Stages.source(file.stages(), "BUILD")).contains(file.stages().getFirst());
        assertThat(Stages.source(file.stages(), "1")).contains(file.stages().getLast());
        assertThat(Stages.base(file.stages(), "1")).isEqualTo(Optional.empty());
    }

    @Test
    void linesAreJoinedAsTheyStand() throws Exception {
        Run run = (Run) one("RUN a \\\n# comment\n   b\\  \n\n && c \\\\\n");
        assertThat(run.command()).isEqualTo(new CommandLine.Shell("a    b && c \\\\"));
        assertThat(run.range().firstLine()).isEqualTo(2);
        assertThat(run.range().lastLine()).isEqualTo(6);
    }

    @Test
    void aBackquoteMayEscape() throws Exception {
        Dockerfile file = Dockerfile.parse("# escape=`\nFROM a\nRUN x `\n y\\\nRUN z");
        assertThat(file.stages().getFirst().instructions()).hasSize(2);
        assertThat(file.stages().getFirst().instructions().getFirst().original())
                .isEqualTo("RUN x  y\\");
    }

    @Test
    void commandsAreJsonOrText() throws Exception {
        assertThat(((Cmd) one("CMD [\"a\", \"b\\n\"]")).command())
                .isEqualTo(new CommandLine.Exec(List.of("a", "b\n")));
        assertThat(((Cmd) one("CMD ['a']")).command()).isEqualTo(new CommandLine.Shell("['a']"));
        assertThat(((Cmd) one("CMD [\"a\"")).command()).isEqualTo(new CommandLine.Shell("[\"a\""));
        assertThat(((Cmd) one("CMD []")).command()).isEqualTo(new CommandLine.Exec(List.of()));
        assertThatThrownBy(() -> one("CMD [\"a\", 1]"))
                .hasMessageContaining("comprised of strings only");
    }

    @Test
    void hereDocumentsAreRead() throws Exception {
        Copy copy = (Copy) one("COPY <<EOF <<-'B' /d/\nx $y\nEOF\n\tz\n\tB\n");
        assertThat(copy.files().sources()).isEmpty();
        assertThat(copy.files().inline()).extracting(Heredoc::name).containsExactly("EOF", "B");
        assertThat(copy.files().inline()).extracting(Heredoc::expand).containsExactly(true, false);
        assertThat(copy.files().inline())
                .extracting(Heredoc::text)
                .containsExactly("x $y\n", "z\n");
        Run run = (Run) one("RUN cat <<A && echo <<<no\nbody\nA\n");
        assertThat(run.heredocs()).hasSize(1);
        assertThatThrownBy(() -> one("RUN <<EOF\nx\nEOF \n"))
                .hasMessageContaining("unterminated heredoc");
    }

    @Test
    void flagsAreTaken() throws Exception {
        Copy copy =
                (Copy) one("COPY --from=b --chown=\"1:2\" --link --exclude=x --exclude=y a b /c");
        assertThat(copy.from()).isEqualTo("b");
        assertThat(copy.chown()).isEqualTo("1:2");
        assertThat(copy.link()).isTrue();
        assertThat(copy.excludes()).containsExactly("x", "y");
        assertThat(copy.files().sources()).containsExactly("a", "b");
        assertThat(copy.files().destination()).isEqualTo("/c");
    }

    @Test
    void mountsAreTyped() throws Exception {
        Run run =
                (Run)
                        one(
                                "RUN --mount=type=cache,target=/c/../d,sharing=locked --mount=type=secret,id=s,env=S x");
        assertThat(run.mounts().getFirst().resolve(value -> value))
                .isInstanceOfSatisfying(
                        RunMount.Cache.class,
                        cache -> {
                            assertThat(cache.id()).isEqualTo("/d");
                            assertThat(cache.sharing()).isEqualTo(RunMount.Sharing.LOCKED);
                            assertThat(cache.readOnly()).isFalse();
                        });
        assertThat(run.mounts().getLast().resolve(value -> value))
                .isInstanceOfSatisfying(
                        RunMount.Secret.class,
                        secret -> assertThat(secret.variable()).isEqualTo("S"));
    }

    @Test
    void pairsAreOldOrNew() throws Exception {
        assertThat(((Env) one("ENV a=1 b=\"x y\"")).pairs())
                .containsExactly(
                        new KeyValue("a", "1", false), new KeyValue("b", "\"x y\"", false));
        assertThat(((Env) one("ENV a  x  y ")).pairs())
                .containsExactly(new KeyValue("a", "x  y", true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "COPPY a /b | unknown instruction: COPPY (did you mean COPY?)",
                "COPY a | requires at least two arguments",
                "COPY --form=x a b | unknown flag: --form (did you mean from?)",
                "COPY --from=x --from=y a b | duplicate flag specified: from",
                "ENV a=1 b | can't find = in",
                "ENV a | must have two arguments",
                "ENV | requires at least one argument",
                "WORKDIR | requires exactly one argument",
                "SHELL x | in JSON form",
                "HEALTHCHECK FOO | Unknown type",
                "HEALTHCHECK --interval=1x CMD a | invalid duration",
                "ONBUILD ONBUILD RUN x | isn't allowed",
                "ONBUILD FROM x | isn't allowed",
                "RUN --network=moon x | invalid network mode",
                "RUN --mount=type=cahce,target=/x y | did you mean cache?",
                "RUN --mount=required,type=secret x | unexpected key",
                "RUN --mount=type=bind,target=/ x | invalid mount target",
                "RUN --mount=type=bind,from=$x,target=/a y | doesn't support variable expansion",
                "FROM a b c | FROM requires either one or three arguments",
                "FROM a AS 1x | invalid name for build stage",
            })
    void mistakesAreExplained(String instruction, String message) {
        assertThatThrownBy(() -> one(instruction))
                .isInstanceOfSatisfying(
                        DockerfileException.class,
                        e -> {
                            assertThat(e)
                                    .hasMessageStartingWith("dockerfile parse error on line 2: ")
                                    .hasMessageContaining(message);
                            assertThat(e.ranges()).isNotEmpty();
                        });
    }

    @Test
    void filesWithoutStagesAreErrors() {
        assertThatThrownBy(() -> Dockerfile.parse("# only\n\n"))
                .hasMessage("file with no instructions");
        assertThatThrownBy(() -> Dockerfile.parse("RUN x"))
                .hasMessageContaining("no build stage in current context");
        assertThatThrownBy(() -> Dockerfile.parse("# escape=\\\n# escape=\\\nFROM a"))
                .hasMessageContaining("only one escape parser directive can be used");
        assertThatThrownBy(() -> Dockerfile.parse("FROM a\nRUN " + "x".repeat(70_000)))
                .hasMessageContaining("greater than maximum allowed size");
    }

    @Test
    void theExcerptIsDockers() {
        String text = "FROM busybox\nRUN true\nCOPPY a /b\n";
        assertThatThrownBy(() -> Dockerfile.parse(text))
                .isInstanceOfSatisfying(
                        DockerfileException.class,
                        e ->
                                assertThat(Excerpt.lines(text, "Dockerfile", e.ranges()))
                                        .containsExactly(
                                                "Dockerfile:3",
                                                "--------------------",
                                                "   1 |     FROM busybox",
                                                "   2 |     RUN true",
                                                "   3 | >>> COPPY a /b",
                                                "   4 |     ",
                                                "--------------------"));
    }

    @Test
    void longFilesAreReadInOnePass() throws Exception {
        String text = "FROM a\n" + "RUN x \\\n  && y\n".repeat(200_000);
        assertThat(Dockerfile.parse(text).stages().getFirst().instructions()).hasSize(200_000);
        String stages = "FROM a\n".repeat(10_000);
        assertThat(Dockerfile.parse(stages).stages()).hasSize(10_000);
    }

    @Test
    void mutatedFilesNeverDoWorseThanAnError() {
        String text =
                "# escape=\\\nARG A=1\nFROM --platform=$P a:${A:-x} AS b\nRUN --mount=type=cache,target=/c x \\\n y\n"
                        + "COPY --from=b <<EOF <<-'F' /d\nx\nEOF\n\tF\nENV a=\"b c\" d='e'\nHEALTHCHECK --interval=1s CMD [\"x\"]\n";
        long seed = Long.getLong("tests.seed", 42);
        Random random = new Random(seed);
        String pieces = "\\\n\"'$ {}[]<>=-,#EFROMRUNCOPY\t\0é";
        int failures = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder mutated = new StringBuilder(text);
            for (int k = random.nextInt(6); k >= 0; k--) {
                int at = random.nextInt(mutated.length());
                char c = pieces.charAt(random.nextInt(pieces.length()));
                if (random.nextBoolean()) {
                    mutated.setCharAt(at, c);
                } else {
                    mutated.insert(at, c);
                }
            }
            try {
                Dockerfile.parse(mutated.toString());
            } catch (DockerfileException e) {
                failures++;
            } catch (RuntimeException e) {
                throw new AssertionError("repeat with -Dtests.seed=" + seed + ":\n" + mutated, e);
            }
        }
        assertThat(failures).isPositive();
    }
}
