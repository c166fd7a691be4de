// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Options;
import dev.cooper.cli.options.UsageException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Help and complaints of a verb, in docker's layout.
final class Usage {
    private static final int OPTION = 125;

    private Usage() {}

    static String help(Session session, Verb.Description verb, Options options) {
        String program = session.program();
        StringBuilder out = new StringBuilder();
        out.append("Usage:  ").append(line(program, verb)).append("\n\n");
        out.append(verb.summary()).append('\n');
        if (!verb.aliases().isEmpty()) {
            out.append("\nAliases:\n  ");
            for (int i = 0; i < verb.aliases().size(); i++) {
                out.append(i == 0 ? "" : ", ").append(program).append(' ');
                out.append(verb.aliases().get(i));
            }
            out.append('\n');
        }
        String described = options.describe();
        if (!described.isEmpty()) {
            out.append("\nOptions:\n").append(described);
        }
        return out.toString();
    }

    /// @return one line, or one for each form of the synopsis: all but the first name the verb
    private static String line(String program, Verb.Description verb) {
        return program
                + " "
                + verb.path()
                + (verb.synopsis().isEmpty()
                        ? ""
                        : " " + verb.synopsis().replace("\n\t", "\n\t" + program + " "));
    }

    /// What is wrong with the number of arguments; null if nothing is.
    static @Nullable UsageException count(
            Session session, Verb.Description verb, List<String> arguments) {
        int given = arguments.size();
        int least = verb.least();
        int most = verb.most();
        if (given >= least && given <= most) {
            return null;
        }
        String wanted;
        if (most == 0) {
            wanted = "accepts no arguments";
        } else if (least == most) {
            wanted = "requires " + arguments(least);
        } else if (most == Verb.Description.ANY) {
            wanted = "requires at least " + arguments(least);
        } else if (least == 0) {
            wanted = "requires at most " + arguments(most);
        } else {
            wanted = "requires at least " + least + " and at most " + arguments(most);
        }
        return new UsageException(
                UsageException.Kind.ARGUMENTS,
                "'" + session.program() + " " + verb.path() + "' " + wanted);
    }

    static String arguments(int count) {
        return count + (count == 1 ? " argument" : " arguments");
    }

    /// Docker's complaint about an option or the number of arguments.
    static int complain(Session session, Verb.Description verb, UsageException e) {
        String program = session.program();
        boolean option = e.kind() == UsageException.Kind.OPTION;
        // Docker's choice of the word, too, hangs on what is wrong.
        boolean tooFew = !option && verb.most() == Verb.Description.ANY;
        session.err()
                .print(option ? "" : program + ": ")
                .println(e.message())
                .println("")
                .println("Usage:  " + line(program, verb))
                .println("")
                .print(tooFew ? "See '" : "Run '")
                .println(program + " " + verb.path() + " --help' for more information");
        return option ? OPTION : 1;
    }
}
