// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.posix.Stat;

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

    static FileFacts of(Stat stat) {
        Type type =
                switch (stat.type()) {
                    case REGULAR -> Type.FILE;
                    case DIRECTORY -> Type.DIRECTORY;
                    case SYMLINK -> Type.SYMLINK;
                    case CHARACTER -> Type.CHARACTER;
                    case BLOCK -> Type.BLOCK;
                    case FIFO -> Type.FIFO;
                    case SOCKET -> Type.SOCKET;
                };
        return new FileFacts(
                type,
                stat.permissions(),
                stat.uid(),
                stat.gid(),
                stat.isRegular() ? stat.size() : 0);
    }
}
