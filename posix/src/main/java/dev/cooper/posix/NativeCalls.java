// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

/// System calls by way of a library that a launcher names in the property `cooper.native`. The JVM
/// binds it at once, where linking a foreign call takes 20 ms, as long as all that the JVM itself
/// does for a short command. Where there is none, [ForeignCalls] does the same.
@SuppressWarnings("restricted") // this module is the one place that may
final class NativeCalls {
    private NativeCalls() {}

    /// Loads the library.
    ///
    /// @return whether there is one that can be loaded; one that can't is as good as none
    static boolean load() {
        String library = System.getProperty("cooper.native");
        if (library == null) {
            return false;
        }
        try {
            System.load(library);
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    /// The kernel's own result: negative errno if the call failed.
    static native long call(long number, long a, long b, long c, long d, long e, long f);
}
