// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/// What a program of the host's needs to be started by hand: its loader, as its ELF header names
/// it.
final class Elf {
    private static final int HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int INTERPRETER = 3;
    private static final int MOST = 4096;

    private Elf() {}

    /// Empty for a program that is linked statically.
    ///
    /// @throws IOException if the file is no 64-bit ELF program, which a script isn't
    static Optional<String> loader(Path program) throws IOException {
        try (FileChannel file = FileChannel.open(program)) {
            ByteBuffer header = read(file, 0, HEADER);
            if (header.getInt(0) != 0x464c457f || header.get(4) != 2) {
                throw new IOException(program + " is no 64-bit ELF program");
            }
            long at = header.getLong(32);
            int count = Short.toUnsignedInt(header.getShort(56));
            for (int i = 0; i < count; i++) {
                ByteBuffer each = read(file, at + (long) i * PROGRAM_HEADER, PROGRAM_HEADER);
                if (each.getInt(0) == INTERPRETER) {
                    int length = (int) Math.min(each.getLong(32), MOST);
                    byte[] text = read(file, each.getLong(8), length).array();
                    return Optional.of(new String(text, US_ASCII).replace("\0", ""));
                }
            }
            return Optional.empty();
        }
    }

    private static ByteBuffer read(FileChannel file, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, at + buffer.position()) < 0) {
                throw new EOFException("an ELF header ends early");
            }
        }
        return buffer;
    }
}
