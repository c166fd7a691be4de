// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `ADD [flags] source … destination`. Flags that were not given are null, false or empty.
///
/// @param files sources and destination
/// @param chown owner as written
/// @param chmod mode as written
/// @param link `--link`
/// @param excludes the patterns of `--exclude`, never expanded
/// @param checksum the digest that a remote source must have, as written
/// @param keepGitDir `--keep-git-dir`, null if it was not given
/// @param unpack `--unpack`, null if it was not given: then local archives are unpacked and remote
///   ones are not
public record Add(
        Origin origin,
        SourcesAndDest files,
        @Nullable String chown,
        @Nullable String chmod,
        boolean link,
        List<String> excludes,
        @Nullable String checksum,
        @Nullable Boolean keepGitDir,
        @Nullable Boolean unpack)
        implements Instruction {
    /// Copies the lists.
    public Add {
        excludes = List.copyOf(excludes);
    }

    @Override
    public String keyword() {
        return "ADD";
    }
}
