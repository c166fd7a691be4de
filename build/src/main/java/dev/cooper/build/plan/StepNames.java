// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.dockerfile.Add;
import dev.cooper.dockerfile.Copy;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.Run;
import dev.cooper.dockerfile.Workdir;
import java.util.List;

/// The names of a stage's steps, `[build 2/4] RUN make`: counted are those that make layers, and
/// the base where it is an image.
final class StepNames {
    private final String stage;
    private final int total;
    private int last;

    private StepNames(String stage, int total) {
        this.stage = stage;
        this.total = total;
    }

    /// @param stage how the stage is called; empty where there is only one
    static StepNames of(String stage, boolean fromImage, List<Instruction> instructions) {
        int total = fromImage ? 1 : 0;
        for (Instruction each : instructions) {
            if (each instanceof Run
                    || each instanceof Copy
                    || each instanceof Add
                    || each instanceof Workdir) {
                total++;
            }
        }
        return new StepNames(stage.isEmpty() ? "" : stage + " ", total);
    }

    String next(String text) {
        last++;
        String count = Integer.toString(last);
        String of = Integer.toString(total);
        String padding = " ".repeat(Math.max(0, of.length() - count.length()));
        return "[" + stage + padding + count + "/" + of + "] " + text;
    }
}
