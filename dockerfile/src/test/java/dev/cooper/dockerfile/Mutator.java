// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;
import java.util.Random;

/// Makes texts that nobody would write of texts that somebody did. The same seed and number give
/// the same text.
final class Mutator {
    private static final int MOST_TEXT = 8192;

    private static final List<String> PIECES =
            List.of(
                    "\\",
                    "\n",
                    "\\\n",
                    "\r\n",
                    "\"",
                    "'",
                    "$",
                    "${",
                    "}",
                    "{",
                    "[",
                    "]",
                    "<<",
                    "<<-",
                    "EOF",
                    "\t",
                    " ",
                    "#",
                    "--",
                    "=",
                    ":",
                    "/",
                    "//",
                    "*",
                    "**",
                    "?",
                    "!",
                    "^",
                    "|",
                    ",",
                    "%",
                    "%%",
                    "##",
                    ":-",
                    ":?",
                    "`",
                    "\0",
                    "\uFEFF",
                    "é",
                    "\u00a0",
                    "\udc80",
                    "\ud83d\ude00",
                    "FROM ",
                    "RUN ",
                    "COPY ",
                    "ADD ",
                    "ENV ",
                    "ONBUILD ",
                    "HEALTHCHECK ",
                    "# escape=`\n",
                    "--mount=type=",
                    "cache,",
                    "target=/",
                    "--from=",
                    "type=secret,",
                    "id=",
                    "[\"a\", \"b\"]",
                    "\\u0041",
                    "null",
                    "1e9",
                    "${a:-${b:-",
                    "..",
                    "/./",
                    ".dockerignore",
                    "99999999999999999999");

    private final List<String> texts;

    /// @param texts what to begin with
    Mutator(List<String> texts) {
        this.texts = List.copyOf(texts);
    }

    String text(long seed, long number) {
        Random random = new Random(seed * 1_000_003 + number);
        StringBuilder text = new StringBuilder(one(random));
        for (int i = random.nextInt(8); i >= 0; i--) {
            change(text, random);
        }
        text.setLength(Math.min(text.length(), MOST_TEXT));
        return text.toString();
    }

    private String one(Random random) {
        return texts.get(random.nextInt(texts.size()));
    }

    private void change(StringBuilder text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + 1 + random.nextInt(16));
        String piece = PIECES.get(random.nextInt(PIECES.size()));
        switch (random.nextInt(7)) {
            case 0 -> text.insert(at, piece);
            case 1 -> text.replace(at, end, piece);
            case 2 -> text.delete(at, end);
            case 3 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
            case 4 -> text.insert(at, piece.repeat(1 + random.nextInt(200)));
            case 5 -> {
                String other = one(random);
                text.insert(at, other.substring(random.nextInt(other.length() + 1)));
            }
            default -> text.insert(at, (char) random.nextInt(0x10000));
        }
    }
}
