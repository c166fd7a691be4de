// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;

/// An instruction's text with its continuation lines joined, and the bodies of its here-documents.
record LogicalLine(Origin origin, List<Heredoc> heredocs) {
    String text() {
        return origin.original();
    }

    SourceRange range() {
        return origin.range();
    }

    DockerfileException error(String message) {
        return new DockerfileException(
                "dockerfile parse error on line " + range().firstLine() + ": " + message,
                List.of(range()));
    }
}
