// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.From;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Rules about the file as a whole.
final class FileRules {
    private static final Set<String> RESERVED = Set.of("context", "scratch");

    private final Findings findings;

    FileRules(Findings findings) {
        this.findings = findings;
    }

    void check(Dockerfile file) {
        checkStageNames(file.stages());
        checkCasing(file.stages());
    }

    private void checkStageNames(List<Stage> stages) {
        Set<String> seen = new HashSet<>();
        for (Stage stage : stages) {
            String name = stage.name();
            if (name == null) {
                continue;
            }
            From from = stage.from();
            if (RESERVED.contains(name)) {
                findings.add(
                        LintRule.RESERVED_STAGE_NAME,
                        from,
                        "Stage name should not use the same name as reserved stage "
                                + Quoted.of(name));
            }
            if (!seen.add(name)) {
                findings.add(
                        LintRule.DUPLICATE_STAGE_NAME,
                        from,
                        "Duplicate stage name "
                                + Quoted.of(name)
                                + ", stage names should be unique");
            }
        }
    }

    /// The arguments before the first stage have no say in it.
    private void checkCasing(List<Stage> stages) {
        List<Instruction> all = new ArrayList<>();
        for (Stage stage : stages) {
            all.add(stage.from());
            all.addAll(stage.instructions());
        }
        long lower = all.stream().map(Keywords::written).filter(Keywords::isLower).count();
        long upper = all.stream().map(Keywords::written).filter(Keywords::isUpper).count();
        boolean mostlyLower = lower > upper;
        for (Instruction each : all) {
            String written = Keywords.written(each);
            String right =
                    mostlyLower
                            ? written.toLowerCase(Locale.ROOT)
                            : written.toUpperCase(Locale.ROOT);
            if (!written.equals(right)) {
                findings.add(
                        LintRule.CONSISTENT_INSTRUCTION_CASING,
                        each,
                        "Command '"
                                + written
                                + "' should match the case of the command majority ("
                                + (mostlyLower ? "lowercase" : "uppercase")
                                + ")");
            }
        }
    }
}
