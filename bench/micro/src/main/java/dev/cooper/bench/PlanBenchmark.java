// SPDX-License-Identifier: Apache-2.0
package dev.cooper.bench;

import dev.cooper.build.solver.Graph;
import dev.cooper.build.solver.Op;
import dev.cooper.build.solver.Solver;
import dev.cooper.build.solver.StepLog;
import dev.cooper.build.solver.Vertex;
import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.IgnoreFile;
import dev.cooper.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What comes before and between the steps, a thousand times each: instructions, paths of a
/// context, steps that do nothing.
@State(Scope.Benchmark)
public class PlanBenchmark {
    private static final int COUNT = 1000;

    private final String dockerfile = instructions();
    private final IgnoreFile ignore = ignoreFile();
    private final List<String> paths = paths();
    private final Graph<String> steps = steps();

    private static String instructions() {
        StringBuilder text = new StringBuilder("FROM golang:1.7.3 AS build\n");
        for (int i = 1; i < COUNT; i++) {
            text.append(
                    switch (i % 4) {
                        case 0 -> "ENV NAME" + i + "=value PATH=$PATH:/opt/" + i + "\n";
                        case 1 -> "COPY --chown=1:1 --from=build src/*.go " + i + "/ /dst/\n";
                        case 2 -> "RUN --mount=type=cache,target=/c make -j4 && \\\n  echo " + i + "\n";
                        default -> "LABEL n" + i + "=\"a value\"\n";
                    });
        }
        return text.toString();
    }

    private static IgnoreFile ignoreFile() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 25; i++) {
            text.append("target").append(i).append("\n**/*.o").append(i).append("\nsrc/*/gen");
            text.append(i).append("/**\n!src/keep").append(i).append('\n');
        }
        try {
            return IgnoreFile.parse(text.toString());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> paths() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            all.add("src/main/java/dev/cooper/part" + i % 10 + "/File" + i + ".java");
        }
        return all;
    }

    private record Nothing(Digest definition) implements Op<String> {
        @Override
        public String execute(@Nullable String root, List<String> sources, StepLog log) {
            return "";
        }
    }

    private static Graph<String> steps() {
        List<Vertex<String>> all = new ArrayList<>();
        Vertex<String> last = null;
        for (int i = 0; i < COUNT; i++) {
            Digest definition = Digest.sha256(("" + i).getBytes(StandardCharsets.UTF_8));
            last = new Vertex<>("step " + i, new Nothing(definition), last, List.of(), true);
            all.add(last);
        }
        return new Graph<>(all, all.getLast());
    }

    @Benchmark
    public Dockerfile parse() throws Exception {
        return Dockerfile.parse(dockerfile);
    }

    @Benchmark
    public int ignore() {
        int ignored = 0;
        for (String each : paths) {
            ignored += ignore.check(each).ignored() ? 1 : 0;
        }
        return ignored;
    }

    @Benchmark
    public Object solve() throws Exception {
        return new Solver<>(new Memory(), new Deaf(), 2).solve(steps);
    }
}
