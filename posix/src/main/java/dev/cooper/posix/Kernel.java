// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

/// Kernel.
public final class Kernel {
    private Kernel() {}

    public static String bootId() throws PosixException {
        return Unfinished.call();
    }

    public static int uid() {
        return Unfinished.call();
    }

    public static int gid() {
        return Unfinished.call();
    }

    public static void syncFilesystem(Dir any) throws PosixException {
        Unfinished.call();
    }

    public static void kill(long pid, int signal) throws PosixException {
        Unfinished.call();
    }

    public static String release() throws PosixException {
        return Unfinished.call();
    }
}
