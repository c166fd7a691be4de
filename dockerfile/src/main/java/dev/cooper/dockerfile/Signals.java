// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/// Linux signals by name and number.
public final class Signals {
    private static final int RTMIN = 34;
    private static final int RTMAX = 64;

    /// By number, from 1 (signal(7), the numbers of x86 and ARM).
    private static final List<String> NAMES =
            List.of(
                    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1",
                    "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP",
                    "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO",
                    "PWR", "SYS");

    private static final Map<String, Integer> OTHER_NAMES = Map.of("IOT", 6, "CLD", 17, "POLL", 29);

    private Signals() {}

    /// The number of a signal written `9`, `KILL`, `SIGKILL` or `SIGRTMIN+1` in any capitals; empty
    /// if it is none.
    public static OptionalInt number(String signal) {
        String name = signal.toUpperCase(Locale.ROOT);
        if (name.matches("[0-9]{1,3}")) {
            int number = Integer.parseInt(name);
            return number >= 1 && number <= RTMAX ? OptionalInt.of(number) : OptionalInt.empty();
        }
        String plain = name.startsWith("SIG") ? name.substring(3) : name;
        int index = NAMES.indexOf(plain);
        if (index >= 0) {
            return OptionalInt.of(index + 1);
        }
        Integer other = OTHER_NAMES.get(plain);
        if (other != null) {
            return OptionalInt.of(other);
        }
        if (plain.matches("RTMIN(\\+([1-9]|1[0-5]))?")) {
            return OptionalInt.of(
                    RTMIN + (plain.length() == 5 ? 0 : Integer.parseInt(plain.substring(6))));
        }
        if (plain.matches("RTMAX(-([1-9]|1[0-4]))?")) {
            return OptionalInt.of(
                    RTMAX - (plain.length() == 5 ? 0 : Integer.parseInt(plain.substring(6))));
        }
        return OptionalInt.empty();
    }
}
