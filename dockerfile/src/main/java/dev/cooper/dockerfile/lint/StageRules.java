// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

import dev.cooper.dockerfile.Add;
import dev.cooper.dockerfile.Arg;
import dev.cooper.dockerfile.Cmd;
import dev.cooper.dockerfile.CommandLine;
import dev.cooper.dockerfile.Copy;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Entrypoint;
import dev.cooper.dockerfile.Env;
import dev.cooper.dockerfile.Expander;
import dev.cooper.dockerfile.Expose;
import dev.cooper.dockerfile.From;
import dev.cooper.dockerfile.HealthcheckInstruction;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.KeyValue;
import dev.cooper.dockerfile.Label;
import dev.cooper.dockerfile.Maintainer;
import dev.cooper.dockerfile.OnBuild;
import dev.cooper.dockerfile.Run;
import dev.cooper.dockerfile.Shell;
import dev.cooper.dockerfile.SourceRange;
import dev.cooper.dockerfile.Stage;
import dev.cooper.dockerfile.StopSignal;
import dev.cooper.dockerfile.User;
import dev.cooper.dockerfile.Volume;
import dev.cooper.dockerfile.Workdir;
import dev.cooper.dockerfile.walk.BaseFacts;
import dev.cooper.dockerfile.walk.GlobalArgs;
import dev.cooper.dockerfile.walk.PlatformFacts;
import dev.cooper.dockerfile.walk.Spelling;
import dev.cooper.dockerfile.walk.StageState;
import dev.cooper.dockerfile.walk.Step;
import dev.cooper.dockerfile.walk.WalkListener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Rules about what stages do, checked while they are walked through.
final class StageRules implements WalkListener {
    /// Arguments of the builder itself, which are never variables of a step.
    private static final Set<String> NO_VARIABLES =
            Set.of("BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE");

    private final Findings findings;
    private final FromRules from;
    private final CopyRules copies;
    private final Map<Integer, Map<String, Step>> last = new HashMap<>();

    StageRules(Findings findings, FromRules from, CopyRules copies) {
        this.findings = findings;
        this.from = from;
        this.copies = copies;
    }

    @Override
    public void image(Stage stage, Expander.Expansion name, GlobalArgs globals) {
        from.checkArguments(stage, name, globals);
    }

    @Override
    public void platform(Stage stage, Expander.Expansion platform, GlobalArgs globals) {
        from.checkArguments(stage, platform, globals);
        from.checkPlatform(stage, platform, globals);
    }

    @Override
    public void base(Stage stage, String name, PlatformFacts wanted, BaseFacts image) {
        from.checkBase(stage, name, wanted, image);
    }

    /// Nothing is said where an image that nobody looked into may define them.
    @Override
    public void unset(
            StageState before, Instruction instruction, SourceRange range, List<String> names) {
        if (!before.baseKnown()) {
            return;
        }
        for (String name : names) {
            if (!before.declares(name) && !NO_VARIABLES.contains(name)) {
                findings.add(
                        LintRule.UNDEFINED_VAR,
                        instruction,
                        range,
                        "Usage of undefined variable '$"
                                + name
                                + "'"
                                + Spelling.nearest(name, before.environment().keySet())
                                        .map(near -> " (did you mean $" + near + "?)")
                                        .orElse(""));
            }
        }
    }

    @Override
    public void step(StageState before, Step step) throws DockerfileException {
        switch (step.expanded()) {
            case Arg arg -> checkSecret(step, "ARG", arg.pairs().getFirst().key());
            case Env env -> {
                for (KeyValue pair : env.pairs()) {
                    checkFormat(step, pair);
                    checkSecret(step, "ENV", pair.key());
                }
            }
            case Label label -> label.pairs().forEach(pair -> checkFormat(step, pair));
            case Workdir workdir -> checkWorkdir(before, step, workdir.path());
            case Cmd cmd -> {
                checkOnlyOne(before, step);
                checkForm(before, step, cmd.command());
            }
            case Entrypoint entrypoint -> {
                checkOnlyOne(before, step);
                checkForm(before, step, entrypoint.command());
            }
            case HealthcheckInstruction _ -> checkOnlyOne(before, step);
            case Copy copy when copy.from() == null ->
                    copies.check(step, "Copy", copy.files().sources());
            case Add add -> copies.check(step, "Add", add.files().sources());
            case Expose expose -> new ExposeRules(findings).check(step, expose.ports());
            case Copy _,
                    From _,
                    Maintainer _,
                    OnBuild _,
                    Run _,
                    Shell _,
                    StopSignal _,
                    User _,
                    Volume _ -> {
                // Nothing of their own.
            }
        }
    }

    private void add(LintRule rule, Step step, String detail) {
        findings.add(rule, step.written(), step.range(), detail);
    }

    private void checkFormat(Step step, KeyValue pair) {
        if (pair.legacy()) {
            String keyword = Keywords.written(step.written());
            add(
                    LintRule.LEGACY_KEY_VALUE_FORMAT,
                    step,
                    "\"%s key=value\" should be used instead of legacy \"%s key value\" format"
                            .formatted(keyword, keyword));
        }
    }

    private void checkSecret(Step step, String keyword, String name) {
        if (SecretNames.matches(name)) {
            add(
                    LintRule.SECRETS_USED_IN_ARG_OR_ENV,
                    step,
                    "Do not use ARG or ENV instructions for sensitive data ("
                            + keyword
                            + " "
                            + Quoted.of(name)
                            + ")");
        }
    }

    private void checkWorkdir(StageState before, Step step, String path) {
        if (!before.workdirGiven() && !path.startsWith("/")) {
            add(
                    LintRule.WORKDIR_RELATIVE_PATH,
                    step,
                    "Relative workdir "
                            + Quoted.of(path)
                            + " can have unexpected results if the base image changes");
        }
    }

    /// The earlier one is blamed, which has no effect.
    private void checkOnlyOne(StageState before, Step step) {
        Step earlier =
                last.computeIfAbsent(before.stage().index(), _ -> new HashMap<>())
                        .put(step.written().keyword(), step);
        if (earlier != null) {
            add(
                    LintRule.MULTIPLE_INSTRUCTIONS_DISALLOWED,
                    earlier,
                    "Multiple "
                            + Keywords.written(step.written())
                            + " instructions should not be used in the same stage because only"
                            + " the last one will be used");
        }
    }

    private void checkForm(StageState before, Step step, CommandLine command) {
        if (command instanceof CommandLine.Shell && before.shell().isEmpty()) {
            add(
                    LintRule.JSON_ARGS_RECOMMENDED,
                    step,
                    "JSON arguments recommended for "
                            + Keywords.written(step.written())
                            + " to prevent unintended behavior related to OS signals");
        }
    }
}
