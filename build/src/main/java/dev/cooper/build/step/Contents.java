// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.output.Transfer;
import dev.cooper.build.solver.Content;
import dev.cooper.build.solver.StepLog;
import dev.cooper.build.tree.ContentDigest;
import dev.cooper.build.tree.Excludes;
import dev.cooper.build.tree.FileListing;
import dev.cooper.build.tree.Selected;
import dev.cooper.build.tree.SourceTree;
import dev.cooper.oci.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What steps read of trees.
final class Contents {
    private Contents() {}

    /// What of a source, opened as `files`, is selected.
    static Content of(
            Tree source, SourceTree files, List<Selected> selected, Excludes excludes, StepLog log)
            throws IOException, InterruptedException {
        FileListing listing = new FileListing();
        try (ContextReading.Reader reader = reader(source, log)) {
            Digest digest =
                    ContentDigest.of(files, selected, excludes, listing, reader.transfer()::add);
            return new Content(digest, () -> listing.text().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static ContextReading.Reader reader(Tree source, StepLog log) {
        return switch (source) {
            case Tree.Context context -> context.reading().enter(log);
            case Tree.Stored _ -> {
                Transfer reading = new Transfer("reading files", log::status);
                yield new ContextReading.Reader(reading, reading::endIfLong);
            }
        };
    }
}
