// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.context;

import dev.cooper.oci.Compression;
import dev.cooper.oci.MalformedTarException;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarLimits;
import dev.cooper.oci.TarReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// The date of an archive whose server names none.
public final class ArchiveDate {
    private ArchiveDate() {}

    /// When the newest file in it was changed, the epoch if there is none; empty if what is read is
    /// no archive.
    public static Optional<Instant> newest(InputStream in) throws IOException {
        Instant newest = Instant.EPOCH;
        boolean archive = false;
        try (TarReader tar =
                new TarReader(
                        Compression.decompressDetected(new BufferedInputStream(in)),
                        TarLimits.DEFAULT)) {
            for (TarEntry each = tar.next(); each != null; each = tar.next()) {
                archive = true;
                Instant time = each.isFile() ? time(each) : Instant.EPOCH;
                newest = time.isAfter(newest) ? time : newest;
            }
        } catch (MalformedTarException e) {
            // What unpacks it says so, if it begins as an archive does.
            return archive ? Optional.of(newest) : Optional.empty();
        }
        return archive ? Optional.of(newest) : Optional.empty();
    }

    private static Instant time(TarEntry entry) {
        try {
            return Instant.ofEpochSecond(entry.mtimeSeconds());
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
