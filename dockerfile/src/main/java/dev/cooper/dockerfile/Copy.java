// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `COPY [flags] source … destination`. Flags that were not given are null, false or empty.
///
/// @param files sources and destination
/// @param from the stage, index, image or named context of `--from`
/// @param chown owner as written
/// @param chmod mode as written
/// @param link `--link`
/// @param parents `--parents`
/// @param excludes the patterns of `--exclude`, never expanded
public record Copy(
        Origin origin,
        SourcesAndDest files,
        @Nullable String from,
        @Nullable String chown,
        @Nullable String chmod,
        boolean link,
        boolean parents,
        List<String> excludes)
        implements Instruction {
    /// Copies the lists.
    public Copy {
        excludes = List.copyOf(excludes);
    }

    @Override
    public String keyword() {
        return "COPY";
    }
}
