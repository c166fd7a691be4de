// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The smallest program that ends by a fault of its own: an ELF header, one segment, one
/// instruction that no program may use. (The first process of a namespace can't be ended by a
/// signal that it sends itself.)
final class Crash {
    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

    /// SIGILL or SIGSEGV.
    static final int SIGNAL = ARM ? 4 : 11;

    private static final long ADDRESS = 0x400000;
    private static final int HEADERS = 64 + 56;

    private Crash() {}

    static void write(Path file) throws IOException {
        ByteBuffer elf = ByteBuffer.allocate(HEADERS + 4).order(ByteOrder.LITTLE_ENDIAN);
        elf.putInt(0x464c457f).put((byte) 2).put((byte) 1).put((byte) 1).position(16);
        elf.putShort((short) 2).putShort((short) (ARM ? 183 : 62)).putInt(1);
        elf.putLong(ADDRESS + HEADERS).putLong(64).putLong(0).putInt(0);
        elf.putShort((short) 64).putShort((short) 56).putShort((short) 1);
        elf.position(64);
        elf.putInt(1).putInt(5).putLong(0).putLong(ADDRESS).putLong(ADDRESS);
        elf.putLong(HEADERS + 4).putLong(HEADERS + 4).putLong(0x1000);
        elf.putInt(ARM ? 0 : 0xf4); // udf, hlt
        Files.write(file, elf.array());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
