// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.build.solver.Graph;
import dev.cooper.build.solver.Vertex;
import dev.cooper.build.step.SourceDate;
import dev.cooper.build.step.Tree;
import dev.cooper.dockerfile.Instruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A planned build.
///
/// @param graph what has to be solved
/// @param images what the configurations of the targets will say, one for each platform
/// @param instructions which instruction each vertex came from, for errors
/// @param date that nothing in the image is later than
/// @param warnings what people should know
public record Plan(
        Graph<Tree> graph,
        List<ImagePlan> images,
        Map<Vertex<Tree>, Instruction> instructions,
        SourceDate date,
        List<String> warnings) {
    public Plan {
        images = List.copyOf(images);
        instructions = Map.copyOf(instructions);
        warnings = List.copyOf(warnings);
    }

    /// Of the first platform.
    public ImagePlan image() {
        return images.getFirst();
    }

    /// One plan for all platforms; what several of them need is in it once.
    ///
    /// @param plans made with the same [SharedSteps]; at least one
    public static Plan merge(List<Plan> plans) {
        if (plans.size() == 1) {
            return plans.getFirst();
        }
        Set<Vertex<Tree>> vertices = new LinkedHashSet<>();
        List<Vertex<Tree>> targets = new ArrayList<>();
        List<ImagePlan> images = new ArrayList<>();
        Map<Vertex<Tree>, Instruction> instructions = new HashMap<>();
        Set<String> warnings = new LinkedHashSet<>();
        for (Plan each : plans) {
            vertices.addAll(each.graph().vertices());
            targets.addAll(each.graph().targets());
            images.addAll(each.images());
            instructions.putAll(each.instructions());
            warnings.addAll(each.warnings());
        }
        return new Plan(
                new Graph<>(List.copyOf(vertices), targets),
                images,
                instructions,
                plans.getFirst().date(),
                List.copyOf(warnings));
    }
}
