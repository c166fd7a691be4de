// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// What is asked of the kernel as a whole.
public final class Kernel {
    private Kernel() {}

    /// Differs after every boot of the machine.
    public static String bootId() throws IOException {
        return line("/proc/sys/kernel/random/boot_id");
    }

    /// The version, such as `6.1.0-32-amd64`.
    public static String release() throws IOException {
        return line("/proc/sys/kernel/osrelease");
    }

    public static int uid() {
        return (int) LibC.call(LibC.GETUID, 0);
    }

    public static int gid() {
        return (int) LibC.call(LibC.GETGID, 0);
    }

    /// Whether a file belongs to the user that this process runs as. Where owners are recorded,
    /// this user's files are said to be root's.
    public static boolean owns(Stat stat) {
        return stat.uid() == (Records.OWNERS ? 0 : uid());
    }

    /// Brings everything written to the file system of `any` to the disk: syncfs(2).
    public static void syncFilesystem(Dir any) throws PosixException {
        LibC.check("syncfs", LibC.call(LibC.SYNCFS, any.fd()), "");
    }

    public static void kill(long pid, int signal) throws PosixException {
        LibC.check("kill", LibC.call(LibC.KILL, pid, signal), "process " + pid);
    }

    private static String line(String file) throws IOException {
        return Files.readString(Path.of(file), StandardCharsets.US_ASCII).strip();
    }
}
