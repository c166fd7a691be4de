// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;

/// Where an instruction stands in its file, and how it was written.
///
/// @param range its lines, here-documents included
/// @param original its text with continuation lines joined, without the bodies of here-documents
/// @param comments the text of the comment lines directly above, without the `#`
/// @param pieces which part of `original` came from which place, in order; the first is at offset 0
public record Origin(
        SourceRange range, String original, List<String> comments, List<Piece> pieces) {
    /// Copies the lists.
    public Origin {
        comments = List.copyOf(comments);
        pieces = List.copyOf(pieces);
    }

    /// A part of the text that came from one physical line.
    ///
    /// @param offset its first char in the joined text
    /// @param position where that char stands in the file
    public record Piece(int offset, Position position) {}
}
