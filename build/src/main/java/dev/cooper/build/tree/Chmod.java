// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import java.util.Optional;

/// What `--chmod` makes of a mode: an octal number, or symbolic clauses such as `u=rwX,go+r`
/// (docs/dockerfile.md).
public sealed interface Chmod {
    /// @return the new permissions, `07777` at most
    int apply(int permissions, boolean directory);

    record Octal(int mode) implements Chmod {
        @Override
        public int apply(int permissions, boolean directory) {
            return mode;
        }
    }

    record Symbolic(String clauses) implements Chmod {
        @Override
        public int apply(int permissions, boolean directory) {
            int mode = permissions;
            for (String clause : clauses.split(",", -1)) {
                mode = clause(clause, mode, directory);
            }
            return mode;
        }

        private static int clause(String clause, int mode, boolean directory) {
            int at = 0;
            int who = 0;
            while (at < clause.length() && "ugoa".indexOf(clause.charAt(at)) >= 0) {
                who |=
                        switch (clause.charAt(at)) {
                            case 'u' -> 04700;
                            case 'g' -> 02070;
                            case 'o' -> 01007;
                            default -> 07777;
                        };
                at++;
            }
            int mask = who == 0 ? 07777 : who;
            int result = mode;
            while (at < clause.length()) {
                char operator = clause.charAt(at++);
                int bits = 0;
                while (at < clause.length() && "+-=".indexOf(clause.charAt(at)) < 0) {
                    bits |= bits(clause.charAt(at++), result, directory);
                }
                result =
                        switch (operator) {
                            case '+' -> result | (bits & mask);
                            case '-' -> result & ~(bits & mask);
                            default -> (result & ~(mask & kept(directory))) | (bits & mask);
                        };
            }
            return result;
        }

        /// `=` leaves a folder's set-id bits alone, as chmod(1) does.
        private static int kept(boolean directory) {
            return directory ? ~06000 & 07777 : 07777;
        }

        private static int bits(char permission, int mode, boolean directory) {
            return switch (permission) {
                case 'r' -> 0444;
                case 'w' -> 0222;
                case 'x' -> 0111;
                case 'X' -> directory || (mode & 0111) != 0 ? 0111 : 0;
                case 's' -> 06000;
                case 't' -> 01000;
                case 'u' -> copied(mode >> 6);
                case 'g' -> copied(mode >> 3);
                default -> copied(mode);
            };
        }

        private static int copied(int triple) {
            int three = triple & 7;
            return three << 6 | three << 3 | three;
        }
    }

    /// Empty if the text is no mode.
    static Optional<Chmod> parse(String text) {
        if (text.matches("[0-7]{1,5}")) {
            int mode = Integer.parseInt(text, 8);
            return mode <= 07777 ? Optional.of(new Octal(mode)) : Optional.empty();
        }
        if (text.matches("[ugoa]*([-+=][rwxXstugo]*)+(,[ugoa]*([-+=][rwxXstugo]*)+)*")) {
            return Optional.of(new Symbolic(text));
        }
        return Optional.empty();
    }
}
