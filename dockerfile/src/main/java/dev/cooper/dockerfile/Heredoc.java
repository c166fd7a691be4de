// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

/// A here-document: lines of the Dockerfile that `RUN`, `COPY` or `ADD` take as a file.
///
/// @param name the delimiter, without its quotes
/// @param content the lines up to the terminator, each with its newline, as they stand
/// @param expand whether variables in it are expanded: false if any part of the delimiter was
///   quoted
/// @param chomp whether leading tabs of each line are to be dropped (`<<-`)
/// @param descriptor the number in front (`3<<EOF`), 0 if there was none
/// @param range the lines of the content; empty (end before start) if it has none
public record Heredoc(
        String name,
        String content,
        boolean expand,
        boolean chomp,
        int descriptor,
        SourceRange range) {
    /// The content as the file will hold it before variables: without leading tabs where the
    /// delimiter asked so.
    public String text() {
        return content;
    }
}
