// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;

/// What `COPY` and `ADD` copy, and where to.
///
/// @param sources paths, patterns, URLs as written
/// @param inline here-documents that become files
/// @param destination as written
public record SourcesAndDest(List<String> sources, List<Heredoc> inline, String destination) {
    /// Copies the lists.
    public SourcesAndDest {
        sources = List.copyOf(sources);
        inline = List.copyOf(inline);
    }
}
