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

    static Content of(SourceTree files, List<Selected> selected, Excludes excludes, StepLog log)
            throws IOException, InterruptedException {
        FileListing listing = new FileListing();
        Transfer reading = new Transfer("reading files", log::status);
        Digest digest = ContentDigest.of(files, selected, excludes, listing, reading::add);
        reading.endIfLong();
        return new Content(digest, () -> listing.text().getBytes(StandardCharsets.UTF_8));
    }
}
