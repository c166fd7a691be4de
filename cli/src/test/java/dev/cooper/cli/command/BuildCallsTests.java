// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.cli.command.Play.Result;
import dev.cooper.engine.BuildContext;
import dev.cooper.engine.CheckReport;
import dev.cooper.engine.CheckWarning;
import dev.cooper.engine.LineRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildCallsTests {
    private static final CheckWarning WARNING =
            new CheckWarning("Rule", "", "", "bad", new LineRange(1, 1), "Dockerfile:1");

    private final Play play = new Play();
    @TempDir Path folder;

    private Result run(String option) {
        return play.run("build", option, "--target", "t", "" + folder);
    }

    @Test
    void answersInsteadOfBuilding() {
        assertThat(run("--check")).isEqualTo(new Result(0, "clean\n", ""));
        assertThat(play.built().context()).isEqualTo(new BuildContext.Folder(folder));
        assertThat(play.built().target()).contains("t");
        assertThat(play.run("buildx", "build", "--check", "" + folder).out()).isEqualTo("clean\n");
        assertThat(run("--call=lint").out()).isEqualTo("clean\n");
        assertThat(run("--call=check,format=json").out()).isEqualTo("{}\n");
        assertThat(run("--call=outline")).isEqualTo(new Result(0, "outline\n", ""));
        assertThat(run("--call=outline,format=json").out()).isEqualTo("{\"outline\": 1}\n");
        assertThat(run("--call=targets").out()).isEqualTo("targets\n");
        assertThat(run("--call=targets,format=json").out()).isEqualTo("{\"targets\": 1}\n");
        assertThat(play.run("build", "-q", "--call=build", "" + folder).out())
                .isEqualTo(Play.BUILT + "\n");
        assertThat(run("--call=outlines"))
                .isEqualTo(
                        new Result(
                                1,
                                "",
                                "ERROR: unknown call \"outlines\" (one of build, check, outline, targets)\n"));
    }

    @Test
    void warningsCountInTheExitCode() {
        play.report = new CheckReport(List.of(WARNING), Optional.empty(), "bad\n", "{}\n");
        assertThat(run("--check")).isEqualTo(new Result(1, "bad\n", ""));
        assertThat(run("--call=check,format=json")).isEqualTo(new Result(1, "{}\n", ""));
        assertThat(run("--call=check,ignorestatus")).isEqualTo(new Result(0, "bad\n", ""));
        assertThat(run("--call=check,ignorestatus=0").code()).isEqualTo(1);
    }

    @Test
    void aMistakeGoesToStandardError() {
        CheckReport.Mistake mistake = new CheckReport.Mistake("no such thing", "Dockerfile:2\n---");
        play.report = new CheckReport(List.of(), Optional.of(mistake), "", "{}\n");
        assertThat(run("--check"))
                .isEqualTo(new Result(1, "", "ERROR: no such thing\nDockerfile:2\n---\n"));
        play.report = new CheckReport(List.of(WARNING), Optional.of(mistake), "bad\n", "{}\n");
        assertThat(run("--check").out()).isEqualTo("bad\n\n");
        assertThat(run("--call=check,ignorestatus").code()).isEqualTo(1);
        assertThat(run("--call=check,format=json").out()).isEqualTo("{}\n");
        mistake = new CheckReport.Mistake("no such target", "");
        play.report = new CheckReport(List.of(), Optional.of(mistake), "", "{}\n");
        assertThat(run("--check").err()).isEqualTo("ERROR: no such target\n");
    }

    @Test
    void nothingOfADockerfileCommandsTheTerminal() {
        play.terminal = new Terminals(true);
        play.report = new CheckReport(List.of(WARNING), Optional.empty(), "a\u001b[2Jb\n", "{}\n");
        assertThat(run("--check").out()).isEqualTo("ab\n");
    }

    @Test
    void helpNamesTheOptions() {
        assertThat(play.run("build", "--help").out())
                .contains("--call string", "Shorthand for \"--call=check\"", "-D, --debug");
    }

    @Test
    void callsAreRead() {
        assertThat(BuildCall.parse("check")).isEqualTo(BuildCall.CHECK);
        assertThat(BuildCall.parse("lint,format=json,ignorestatus=true"))
                .isEqualTo(new BuildCall(BuildCall.Kind.CHECK, true, true));
        assertThat(BuildCall.parse("format=text,outline").kind()).isEqualTo(BuildCall.Kind.OUTLINE);
        assertThat(BuildCall.parse("targets").json()).isFalse();
        assertThat(BuildCall.parse("build").kind()).isEqualTo(BuildCall.Kind.BUILD);
        assertThatThrownBy(() -> BuildCall.parse("check,outline"))
                .hasMessage("invalid print value: check,outline");
        assertThatThrownBy(() -> BuildCall.parse("chekc")).hasMessageContaining("one of build");
        assertThatThrownBy(() -> BuildCall.parse("check,x=y"))
                .hasMessage("invalid print field: x=y");
        assertThatThrownBy(() -> BuildCall.parse("check,ignorestatus=maybe"))
                .hasMessage("invalid ignorestatus print value: maybe");
    }
}
