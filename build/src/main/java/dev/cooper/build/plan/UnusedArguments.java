// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.dockerfile.Arg;
import dev.cooper.dockerfile.ArgPair;
import dev.cooper.dockerfile.BuildArguments;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.Stage;
import dev.cooper.dockerfile.Suggestions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Notices `--build-arg`s that no `ARG` asks for: most are slips.
record UnusedArguments(PlanRequest request) {
    List<String> warnings() {
        Set<String> unused = new TreeSet<>(request.buildArguments().keySet());
        unused.removeIf(name ->
                BuildArguments.isProxy(name)
                        || BuildArguments.PLATFORM.contains(name)
                        || name.startsWith("BUILDKIT_")
                        || name.equals("SOURCE_DATE_EPOCH"));
        declared(each -> unused.remove(each.key()));
        return unused.isEmpty()
                ? List.of()
                : List.of(
                        "One or more build-args "
                                + spelled(unused)
                                + " were not consumed"
                                + meant(unused));
    }

    private String meant(Set<String> unused) {
        Set<String> declared = new TreeSet<>();
        declared(each -> declared.add(each.key()));
        // What was given a value isn't what another was meant to be.
        declared.removeAll(request.buildArguments().keySet());
        return unused.stream()
                .flatMap(each -> Suggestions.variable(each, declared).stream())
                .findFirst()
                .map(each -> " (did you mean " + each + "?)")
                .orElse("");
    }

    private void declared(Consumer<ArgPair> use) {
        for (Arg arg : request.dockerfile().globalArgs()) {
            arg.pairs().forEach(use);
        }
        for (Stage stage : request.dockerfile().stages()) {
            for (Instruction each : stage.instructions()) {
                if (each instanceof Arg arg) {
                    arg.pairs().forEach(use);
                }
            }
        }
    }

    private static String spelled(Set<String> names) {
        return "[" + String.join(" ", names) + "]";
    }
}
