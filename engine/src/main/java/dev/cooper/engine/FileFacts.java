// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

/// What a file is, without its content.
///
/// @param mode permission, set-uid, set-gid and sticky bits
/// @param size bytes of a regular file, else 0
public record FileFacts(Type type, int mode, int uid, int gid, long size) {
    /// Kinds of files, with the letter that `ls` shows.
    public enum Type {
        FILE('-'),
        DIRECTORY('d'),
        SYMLINK('l'),
        CHARACTER('c'),
        BLOCK('b'),
        FIFO('p'),
        SOCKET('s');

        private final char letter;

        Type(char letter) {
            this.letter = letter;
        }

        public char letter() {
            return letter;
        }
    }
}
