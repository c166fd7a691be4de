// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.dockerfile.Arg;
import dev.cooper.dockerfile.ArgPair;
import dev.cooper.dockerfile.BuildArguments;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.Stage;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Notices `--build-arg`s that no `ARG` asks for: most are slips.
record UnusedArguments(PlanRequest request) {
    List<String> warnings() {
        Set<String> unused = new TreeSet<>(request.buildArguments().keySet());
        unused.removeIf(name ->
                BuildArguments.isProxy(name)
                        || BuildArguments.PLATFORM.contains(name)
                        || name.startsWith("BUILDKIT_")
                        || name.equals("SOURCE_DATE_EPOCH"));
        for (Arg arg : request.dockerfile().globalArgs()) {
            consume(arg, unused);
        }
        for (Stage stage : request.dockerfile().stages()) {
            for (Instruction each : stage.instructions()) {
                if (each instanceof Arg arg) {
                    consume(arg, unused);
                }
            }
        }
        return unused.isEmpty()
                ? List.of()
                : List.of("One or more build-args " + spelled(unused) + " were not consumed");
    }

    private static void consume(Arg arg, Set<String> unused) {
        for (ArgPair pair : arg.pairs()) {
            unused.remove(pair.key());
        }
    }

    private static String spelled(Set<String> names) {
        return "[" + String.join(" ", names) + "]";
    }
}
