// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

import dev.cooper.dockerfile.Descriptions;
import dev.cooper.dockerfile.Directives;
import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.ParseListener;
import dev.cooper.dockerfile.Position;
import dev.cooper.dockerfile.SourceRange;
import dev.cooper.dockerfile.Warning;
import dev.cooper.dockerfile.walk.Walker;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Checks Dockerfiles. Opens nothing and runs nothing.
public final class Linter {
    /// The build argument that is heard instead of the directive of the file.
    public static final String ARGUMENT = "BUILDKIT_DOCKERFILE_CHECK";

    private final LintRequest request;
    private final @Nullable String argument;
    private Directives directives = Directives.DEFAULT;
    private Findings findings = new Findings(LintConfig.DEFAULT, new Descriptions(0));

    private Linter(LintRequest request) {
        this.request = request;
        this.argument = request.walk().buildArguments().get(ARGUMENT);
    }

    /// Checks a file. A mistake in it ends the checks and is told in the report, after the warnings
    /// about what comes before.
    public static LintReport check(LintRequest request) {
        return new Linter(request).check();
    }

    /// Whether it takes the checks to know that the file may be built: where warnings are to fail
    /// it, or what it says about the checks can't be understood.
    ///
    /// @param argument the value of [#ARGUMENT], null if it isn't given
    public static boolean decides(Directives directives, @Nullable String argument) {
        String text = argument == null ? directives.check() : argument;
        try {
            return text != null && LintConfig.parse(text).error();
        } catch (DockerfileException e) {
            return true;
        }
    }

    private LintReport check() {
        LintFailure failure;
        try {
            check(Dockerfile.parse(request.text(), new WhileParsing()));
            failure = violation();
        } catch (DockerfileException e) {
            failure = LintFailure.of(e);
        }
        return new LintReport(request.fileName(), request.text(), findings.warnings(), failure);
    }

    private void check(Dockerfile file) throws DockerfileException {
        FromRules from = new FromRules(findings, request.walk().facts());
        new FileRules(findings).check(file);
        from.checkDefaults(file, request.walk());
        CopyRules copies = new CopyRules(findings, request.ignore());
        Walker.walk(file, request.walk(), new StageRules(findings, from, copies));
    }

    private @Nullable LintFailure violation() {
        if (!findings.config().error() || findings.warnings().isEmpty()) {
            return null;
        }
        String rules =
                findings.warnings().stream()
                        .map(each -> each.rule().id())
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
        return new LintFailure("lint violation found for rules: " + rules, origin());
    }

    /// Where the file says how it is to be checked.
    private List<SourceRange> origin() {
        if (argument != null) {
            return List.of();
        }
        List<String> lines = request.text().lines().limit(directives.lines()).toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).toLowerCase(Locale.ROOT);
            if (line.matches("\\uFEFF?\\s*#\\s*check\\s*=.*")) {
                Position begin = new Position(i + 1, 0);
                return List.of(new SourceRange(begin, new Position(i + 1, line.length())));
            }
        }
        return List.of();
    }

    private LintConfig config(Directives head) throws DockerfileException {
        String text = argument == null ? head.check() : argument;
        try {
            return LintConfig.parse(text == null ? "" : text);
        } catch (DockerfileException e) {
            throw new DockerfileException(e.getMessage(), origin());
        }
    }

    private final class WhileParsing implements ParseListener {
        @Override
        public void directives(Directives head) throws DockerfileException {
            directives = head;
            findings = new Findings(config(head), new Descriptions(head.lines()));
        }

        @Override
        public void warning(Warning warning) {
            rules().check(warning);
        }

        @Override
        public void instruction(Instruction instruction) {
            rules().check(instruction);
        }

        private ParseRules rules() {
            return new ParseRules(findings, new Descriptions(directives.lines()));
        }
    }
}
