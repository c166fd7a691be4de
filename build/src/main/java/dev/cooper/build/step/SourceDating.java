// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.context.ArchiveDate;
import dev.cooper.build.remote.GitCheckout;
import dev.cooper.build.remote.GitRef;
import dev.cooper.build.solver.StepException;
import dev.cooper.build.solver.StepLog;
import dev.cooper.build.tree.SourceTree;
import dev.cooper.oci.Digest;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The dates of sources, for `SOURCE_DATE_EPOCH`.
public final class SourceDating {
    private static final StepLog SILENT =
            new StepLog() {
                @Override
                public void line(boolean standardError, byte[] line) {}

                @Override
                public void status(String text) {}
            };

    private final Workplace at;

    public SourceDating(Workplace at) {
        this.at = at;
    }

    /// When the commit was made that a ref leads to now.
    public Instant of(GitRef ref) throws IOException, InterruptedException, StepException {
        try (Scratch scratch = Scratch.in(at.store())) {
            GitCheckout checkout = new GitCheckout(ref, scratch.path());
            return checkout.date(checkout.commit());
        }
    }

    /// What the server says of a file, else the date of the newest file in it if it is an archive.
    ///
    /// @param name what the steps that read it call it: then it is fetched only once
    public Optional<Instant> of(URI url, String name, @Nullable Digest checksum)
            throws IOException, InterruptedException, StepException {
        Tree tree = new HttpOp(at, url, name, checksum).execute(null, List.of(), SILENT);
        try (SourceTree files = Trees.open(at, tree);
                OpenFile file = files.root().openFile(Name.of(name))) {
            long modified = file.stat().mtimeSeconds();
            return modified == Instant.EPOCH.getEpochSecond()
                    ? ArchiveDate.newest(file.inputStream())
                    : Optional.of(Instant.ofEpochSecond(modified));
        }
    }
}
