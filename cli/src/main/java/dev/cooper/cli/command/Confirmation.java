// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import java.io.IOException;

/// Asks before something is deleted that nobody can bring back.
final class Confirmation {
    private static final int MOST = 1024;

    private Confirmation() {}

    /// Whether `y` is answered. An input that has ended says no.
    static boolean given(Session session, String warning) throws IOException {
        session.out().print(warning + " [y/N] ").flush();
        StringBuilder answer = new StringBuilder();
        int c = session.in().read();
        while (c >= 0 && c != '\n' && answer.length() < MOST) {
            answer.append((char) c);
            c = session.in().read();
        }
        boolean yes = answer.toString().strip().equalsIgnoreCase("y");
        if (c < 0 || !yes) {
            session.out().println("");
        }
        return yes;
    }
}
