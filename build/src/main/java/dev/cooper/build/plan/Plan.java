// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.build.solver.Graph;
import dev.cooper.build.solver.Vertex;
import dev.cooper.build.step.SourceDate;
import dev.cooper.build.step.Tree;
import dev.cooper.dockerfile.Instruction;
import java.util.List;
import java.util.Map;

/// A planned build.
///
/// @param graph what has to be solved
/// @param image what the target's configuration will say
/// @param instructions which instruction each vertex came from, for errors
/// @param date that nothing in the image is later than
/// @param warnings what people should know
public record Plan(
        Graph<Tree> graph,
        ImagePlan image,
        Map<Vertex<Tree>, Instruction> instructions,
        SourceDate date,
        List<String> warnings) {
    public Plan {
        instructions = Map.copyOf(instructions);
        warnings = List.copyOf(warnings);
    }
}
