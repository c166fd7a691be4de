// SPDX-License-Identifier: Apache-2.0
package dev.cooper.distribution;

import dev.cooper.distribution.HelpPage.Flag;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Man pages: one of the program, one of each verb. The markup is that of man(7).
final class ManPages {
    private final Manual manual;
    private final String version;
    private final String date;

    /// @param date of all pages, `2026-01-31`
    ManPages(Manual manual, String version, String date) {
        this.manual = manual;
        this.version = version;
        this.date = date;
    }

    /// The pages by file name.
    Map<String, String> all() {
        Map<String, String> pages = new TreeMap<>();
        pages.put(manual.program() + ".1", general());
        for (HelpPage verb : manual.verbs().values()) {
            pages.put(name(verb) + ".1", verb(verb));
        }
        return pages;
    }

    /// By what people type: `cooper-build`, though docker's first name of it is `buildx build`.
    private String name(HelpPage verb) {
        String name = verb.path();
        for (String alias : verb.aliases()) {
            name = alias.indexOf(' ') < 0 ? alias : name;
        }
        return manual.program() + "-" + name.replace(' ', '-');
    }

    private String general() {
        HelpPage page = manual.general();
        StringBuilder out = head(manual.program(), page.summary());
        synopsis(out, page);
        out.append(".SH DESCRIPTION\n");
        out.append(text(page.summary())).append(".\n");
        out.append(
                """
                There is nothing to start before and nothing that stays: images, containers and the
                build cache are files in one folder.
                .SH COMMANDS
                """);
        for (HelpPage verb : manual.verbs().values()) {
            out.append(".TP\n.BR ").append(reference(verb)).append("\n");
            out.append(text(verb.summary())).append('\n');
        }
        flags(out, "OPTIONS", page.flags());
        out.append(
                """
                .SH ENVIRONMENT
                .TP
                .B COOPER_ROOT
                Folder of the store.
                .TP
                .B COOPER_ISOLATION
                How steps and containers are kept apart, as \\-\\-isolation says it.
                .TP
                .B COOPER_OPTS
                Options for the Java virtual machine that runs it.
                """);
        return out.toString();
    }

    private String verb(HelpPage verb) {
        StringBuilder out = head(name(verb), verb.summary());
        synopsis(out, verb);
        out.append(".SH DESCRIPTION\n").append(text(verb.summary())).append(".\n");
        if (verb.aliases().size() > 1) {
            out.append(".SH ALIASES\n");
            for (String alias : verb.aliases()) {
                out.append(".B ").append(text(manual.program() + " " + alias)).append("\n.br\n");
            }
        }
        flags(out, "OPTIONS", verb.flags());
        out.append(".SH SEE ALSO\n.BR ").append(manual.program()).append(" (1)\n");
        return out.toString();
    }

    private String reference(HelpPage verb) {
        return text(name(verb)) + " (1)";
    }

    private StringBuilder head(String name, String summary) {
        StringBuilder out = new StringBuilder();
        out.append(".TH ").append(text(name).toUpperCase(Locale.ROOT));
        out.append(" 1 ").append(date).append(" \"Cooper ").append(text(version));
        out.append("\" \"Cooper\"\n.SH NAME\n");
        return out.append(text(name)).append(" \\- ").append(text(summary)).append('\n');
    }

    private void synopsis(StringBuilder out, HelpPage page) {
        out.append(".SH SYNOPSIS\n");
        for (String form : page.synopsis()) {
            String call = manual.program() + (page.path().isEmpty() ? "" : " " + page.path());
            out.append(".B ").append(text(call)).append('\n');
            if (!form.isEmpty()) {
                out.append(text(form)).append('\n');
            }
            out.append(".br\n");
        }
    }

    private static void flags(StringBuilder out, String title, List<Flag> flags) {
        if (flags.isEmpty()) {
            return;
        }
        out.append(".SH ").append(title).append('\n');
        for (Flag flag : flags) {
            out.append(".TP\n");
            for (int i = 0; i < flag.names().size(); i++) {
                out.append(i == 0 ? "" : ", ");
                out.append("\\fB").append(text(flag.names().get(i))).append("\\fR");
            }
            if (flag.takesValue()) {
                out.append(" \\fI").append(text(flag.type())).append("\\fR");
            }
            out.append('\n').append(text(flag.summary())).append('\n');
        }
    }

    /// With nothing left in it that troff would take for its own.
    static String text(String plain) {
        String text = plain.replace("\\", "\\e").replace("-", "\\-");
        return text.startsWith(".") || text.startsWith("'") ? "\\&" + text : text;
    }
}
