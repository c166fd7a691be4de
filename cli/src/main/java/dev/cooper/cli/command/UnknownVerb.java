// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.console.Output;
import java.util.ArrayList;
import java.util.List;

/// What is said about a first word that is no verb, or a group that is no verb by itself.
final class UnknownVerb {
    private UnknownVerb() {}

    /// @return the exit code
    static int complain(Session session, List<String> words) {
        String first = words.getFirst();
        String program = session.program();
        boolean asks = words.contains("--help") || words.contains("-h");
        switch (first) {
            case "help" -> {
                return help(session, words.subList(1, words.size()));
            }
            case "image", "container", "buildx", "builder", "manifest", "system" -> {
                if (words.size() == 1 || asks) {
                    (asks ? session.out() : session.err()).print(GeneralHelp.group(program, first));
                    return 0;
                }
                session.err()
                        .println(
                                program
                                        + ": unknown command: "
                                        + program
                                        + " "
                                        + first
                                        + " "
                                        + words.get(1))
                        .println("")
                        .println("Usage:  " + program + " " + first + " COMMAND")
                        .println("")
                        .println("Run '" + program + " " + first + " --help' for more information");
                return 1;
            }
            default -> {}
        }
        Output err = session.err();
        err.println(program + ": unknown command: " + program + " " + first).println("");
        List<String> near = near(first);
        if (!near.isEmpty()) {
            err.println("Did you mean this?");
            near.forEach(each -> err.println("\t" + each));
            err.println("");
        }
        err.println("Run '" + program + " --help' for more information");
        return 1;
    }

    private static int help(Session session, List<String> words) {
        if (words.isEmpty()) {
            session.out().print(GeneralHelp.text(session.program()));
            return 0;
        }
        List<String> asked = new ArrayList<>(words);
        asked.add("--help");
        return new Dispatcher(session).run(asked);
    }

    /// Verbs that differ in at most two letters, or begin with what was typed.
    static List<String> near(String typed) {
        List<String> near = new ArrayList<>();
        for (String each : Verbs.FIRST_WORDS) {
            boolean longEnough = typed.length() > 1;
            if (longEnough && (each.startsWith(typed) || distance(typed, each) <= 2)) {
                near.add(each);
            }
        }
        return near;
    }

    /// Letters to insert, remove or replace to get from one to the other.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
