// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Expander;
import dev.cooper.dockerfile.ExpansionException;
import dev.cooper.dockerfile.From;
import dev.cooper.dockerfile.Stage;
import dev.cooper.dockerfile.Stages;
import dev.cooper.dockerfile.walk.BaseFacts;
import dev.cooper.dockerfile.walk.BuildFacts;
import dev.cooper.dockerfile.walk.GlobalArgs;
import dev.cooper.dockerfile.walk.PlatformFacts;
import dev.cooper.dockerfile.walk.Spelling;
import dev.cooper.dockerfile.walk.WalkRequest;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Rules about `FROM`.
final class FromRules {
    private final Findings findings;
    private final BuildFacts facts;

    FromRules(Findings findings, BuildFacts facts) {
        this.findings = findings;
        this.facts = facts;
    }

    /// Checks that the file builds without any argument, too.
    void checkDefaults(Dockerfile file, WalkRequest request) {
        Expander expander = new Expander(file.directives().escape());
        try {
            Expander.Lookup defaults = GlobalArgs.defaults(file, request).lookup();
            for (Stage stage : file.stages()) {
                From from = stage.from();
                String name = expander.expand(from.image(), defaults);
                List<Stage> earlier = file.stages().subList(0, stage.index());
                if (Stages.base(earlier, name).isEmpty() && !facts.isImageName(name)) {
                    findings.add(
                            LintRule.INVALID_DEFAULT_ARG_IN_FROM,
                            from,
                            "Default value for ARG "
                                    + from.image()
                                    + " results in empty or invalid base image name");
                }
            }
        } catch (DockerfileException | ExpansionException e) {
            // The build fails of it, too, and then it is told better.
            return;
        }
    }

    void checkArguments(Stage stage, Expander.Expansion expansion, GlobalArgs globals) {
        if (expansion.unset().isEmpty()) {
            return;
        }
        SortedSet<String> known = globals.names();
        for (String name : new TreeSet<>(expansion.unset())) {
            if (!known.contains(name)) {
                findings.add(
                        LintRule.UNDEFINED_ARG_IN_FROM,
                        stage.from(),
                        "FROM argument '"
                                + name
                                + "' is not declared"
                                + Spelling.nearest(name, known)
                                        .map(near -> " (did you mean " + near + "?)")
                                        .orElse(""));
            }
        }
    }

    void checkPlatform(Stage stage, Expander.Expansion platform, GlobalArgs globals) {
        From from = stage.from();
        if (platform.used().equals(Set.of("TARGETPLATFORM"))
                && platform.unset().isEmpty()
                && platform.text().equals(globals.value("TARGETPLATFORM"))) {
            findings.add(
                    LintRule.REDUNDANT_TARGET_PLATFORM,
                    from,
                    "Setting platform to predefined "
                            + from.platform()
                            + " in FROM is redundant as this is the default behavior");
        }
        if (platform.used().isEmpty() && platform.unset().isEmpty()) {
            facts.platform(platform.text())
                    .filter(each -> !isNamedAfter(stage.name() == null ? "" : stage.name(), each))
                    .ifPresent(_ ->
                            findings.add(
                                    LintRule.FROM_PLATFORM_FLAG_CONST_DISALLOWED,
                                    from,
                                    "FROM --platform flag should not use constant value "
                                            + Quoted.of(platform.text())));
        }
    }

    private static boolean isNamedAfter(String stage, PlatformFacts platform) {
        return stage.contains(platform.os()) || stage.contains(platform.architecture());
    }

    void checkBase(Stage stage, String name, PlatformFacts wanted, BaseFacts image) {
        PlatformFacts actual = image.platform();
        if (!wanted.os().equals(actual.os())
                || !wanted.architecture().equals(actual.architecture())) {
            findings.add(
                    LintRule.INVALID_BASE_IMAGE_PLATFORM,
                    stage.from(),
                    "Base image "
                            + name
                            + " was pulled with platform "
                            + Quoted.of(actual.text())
                            + ", expected "
                            + Quoted.of(wanted.text())
                            + " for current build");
        }
    }
}
