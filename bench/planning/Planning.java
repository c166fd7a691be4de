// SPDX-License-Identifier: Apache-2.0

import dev.cooper.build.plan.BaseImages;
import dev.cooper.build.plan.Plan;
import dev.cooper.build.plan.PlanRequest;
import dev.cooper.build.plan.Planner;
import dev.cooper.build.step.SourceDate;
import dev.cooper.build.step.Workplace;
import dev.cooper.build.tree.FileFilter;
import dev.cooper.build.tree.SourceTree;
import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Platform;
import dev.cooper.posix.Dir;
import dev.cooper.sandbox.Sandbox;
import dev.cooper.sandbox.SandboxNetwork;
import dev.cooper.store.Store;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What reading and planning a Dockerfile takes, by its length: see planning.sh.
public final class Planning {
    private static final int[] LINES = {1_250, 2_500, 5_000, 10_000, 20_000};
    private static final int ROUNDS = 21;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /// Planning touches neither.
    private static final Workplace NOWHERE =
            new Workplace() {
                @Override
                public Store store() {
                    throw new AssertionError("planning uses no store");
                }

                @Override
                public Sandbox sandbox() {
                    throw new AssertionError("planning runs nothing");
                }
            };

    /// Lines as people write them, 40 to a stage; the last stage needs all the others.
    private static String dockerfile(int lines) {
        StringBuilder text = new StringBuilder("ARG VERSION=1.2\n");
        int written = 1;
        int stage = 0;
        while (written < lines) {
            text.append(stage == 0 ? "FROM base:$VERSION AS s0\n" : "FROM s%d AS s%d\n".formatted(stage - 1, stage));
            written++;
            for (int i = 0; i < 13 && written < lines; i++) {
                String part =
                        switch (i % 6) {
                            case 0 -> "# Why part %1$d is here\nENV PART=%1$d DIR=/opt/part${VERSION}\n".formatted(i);
                            case 1 -> "RUN set -eu; \\\n    cd /tmp; \\\n    # in between\n    make \"-j$(nproc)\" install\n";
                            case 2 -> "COPY --chown=1000:1000 --chmod=u=rwX,go=rX src/*.c lib/ $DIR/\n";
                            case 3 -> "LABEL org.example.part=\"${PART:-none}\" \\\n      org.example.stage=%d\n".formatted(stage);
                            case 4 -> "RUN --mount=type=cache,target=/root/.cache <<EOF\necho one\necho two\nEOF\n";
                            default -> "WORKDIR $DIR\n";
                        };
                text.append(part);
                written += (int) part.chars().filter(c -> c == '\n').count();
            }
            stage++;
        }
        return text.toString();
    }

    private static Plan plan(String text, SourceTree context) throws Exception {
        ImageConfig base =
                new ImageConfig(Instant.EPOCH, null, Platform.host(), ContainerConfig.EMPTY, List.of(), List.of());
        return Planner.plan(
                new PlanRequest(
                        Dockerfile.parse(text),
                        null,
                        Map.of(),
                        Map.of(),
                        Platform.host(),
                        true,
                        Set.of(),
                        SandboxNetwork.HOST,
                        SourceDate.NONE,
                        context,
                        Map.of(),
                        NOWHERE,
                        name -> new BaseImages.BaseImage(name, base)));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("planning");
        try (SourceTree context = new SourceTree(Dir.open(folder), FileFilter.ALL, false, null)) {
            String[] texts = Arrays.stream(LINES).mapToObj(Planning::dockerfile).toArray(String[]::new);
            // Warm: what a file of this length costs once the JVM has compiled what it needs.
            for (long until = System.nanoTime() + 10_000_000_000L; System.nanoTime() < until; ) {
                plan(texts[2], context);
            }
            double[] processor = new double[LINES.length];
            System.out.println("lines\tsteps\tms\tms of the processor\tof that per 1,000 lines");
            for (int i = 0; i < LINES.length; i++) {
                double[] took = new double[ROUNDS];
                double[] worked = new double[ROUNDS];
                int steps = 0;
                for (int round = 0; round < ROUNDS; round++) {
                    long begin = System.nanoTime();
                    long used = THREADS.getCurrentThreadCpuTime();
                    steps = plan(texts[i], context).graph().vertices().size();
                    worked[round] = (THREADS.getCurrentThreadCpuTime() - used) / 1e6;
                    took[round] = (System.nanoTime() - begin) / 1e6;
                }
                processor[i] = median(worked);
                System.out.printf(
                        "%,d\t%,d\t%.1f\t%.1f\t%.1f%n",
                        LINES[i], steps, median(took), processor[i], processor[i] * 1000 / LINES[i]);
            }
            System.out.printf("10,000 lines take %.2f times what 5,000 take%n", processor[3] / processor[2]);
            boolean good = processor[2] < 100 && processor[3] < 3 * processor[2];
            System.out.println(good ? "5,000 lines in less than 100 ms, and linear" : "too slow");
            System.exit(good ? 0 : 1);
        } finally {
            Files.delete(folder);
        }
    }
}
