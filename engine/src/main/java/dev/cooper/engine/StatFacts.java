// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.posix.Stat;

/// What the kernel says of a file, in this API's words.
final class StatFacts {
    private StatFacts() {}

    static FileFacts of(Stat stat) {
        FileFacts.Type type =
                switch (stat.type()) {
                    case REGULAR -> FileFacts.Type.FILE;
                    case DIRECTORY -> FileFacts.Type.DIRECTORY;
                    case SYMLINK -> FileFacts.Type.SYMLINK;
                    case CHARACTER -> FileFacts.Type.CHARACTER;
                    case BLOCK -> FileFacts.Type.BLOCK;
                    case FIFO -> FileFacts.Type.FIFO;
                    case SOCKET -> FileFacts.Type.SOCKET;
                };
        return new FileFacts(
                type,
                stat.permissions(),
                stat.uid(),
                stat.gid(),
                stat.isRegular() ? stat.size() : 0);
    }
}
