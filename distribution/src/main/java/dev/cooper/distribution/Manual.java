// SPDX-License-Identifier: Apache-2.0
package dev.cooper.distribution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// All pages of a program, found by asking it.
///
/// @param general the program's own page
/// @param groups by path: `image`
/// @param verbs by path: `images`, `buildx build`; each once, however many names call it
record Manual(
        String program,
        HelpPage general,
        Map<String, HelpPage> groups,
        Map<String, HelpPage> verbs) {

    /// Where help comes from.
    @FunctionalInterface
    interface Source {
        /// @param words of the command, without `--help`
        String help(List<String> words) throws InterruptedException;
    }

    /// @param unlisted calls of verbs that no page lists
    static Manual of(String program, List<String> unlisted, Source source)
            throws InterruptedException {
        HelpPage general = HelpPage.parse(program, source.help(List.of()));
        Map<String, HelpPage> groups = new TreeMap<>();
        Map<String, HelpPage> verbs = new TreeMap<>();
        for (HelpPage.Command each : general.commands()) {
            HelpPage page = HelpPage.parse(program, source.help(List.of(each.name())));
            if (page.isGroup()) {
                groups.put(page.path(), page);
            } else {
                verbs.put(page.path(), page);
            }
        }
        for (HelpPage group : List.copyOf(groups.values())) {
            for (HelpPage.Command each : group.commands()) {
                HelpPage page =
                        HelpPage.parse(program, source.help(List.of(group.path(), each.name())));
                // A name of a deeper group, as `buildx history`, gets the page it is on; its verbs
                // are aliases of others.
                if (!page.isGroup()) {
                    verbs.putIfAbsent(page.path(), page);
                }
            }
        }
        for (String call : unlisted) {
            HelpPage page = HelpPage.parse(program, source.help(List.of(call.split(" "))));
            verbs.putIfAbsent(page.path(), page);
        }
        return new Manual(program, general, groups, verbs);
    }

    /// Every way to call something, and what is called: `image ls` as well as `images`.
    Map<String, HelpPage> calls() {
        Map<String, HelpPage> calls = new TreeMap<>();
        verbs.values().forEach(page -> page.aliases().forEach(each -> calls.put(each, page)));
        return calls;
    }

    /// What may follow a call, with its summary: the verbs of a group. Empty where nothing may.
    Map<String, String> next(String call) {
        Map<String, String> next = new LinkedHashMap<>();
        HelpPage listed = call.isEmpty() ? general : groups.get(call);
        if (listed != null) {
            listed.commands().forEach(each -> next.put(each.name(), each.summary()));
        }
        String prefix = call.isEmpty() ? "" : call + " ";
        calls().forEach((path, page) -> {
            if (path.startsWith(prefix) && !path.equals(call)) {
                String rest = path.substring(prefix.length());
                int blank = rest.indexOf(' ');
                if (blank < 0) {
                    next.putIfAbsent(rest, page.summary());
                }
            }
        });
        return next;
    }

    /// All calls that something may follow, the empty one first.
    List<String> parents() {
        TreeSet<String> parents = new TreeSet<>(groups.keySet());
        for (String call : calls().keySet()) {
            for (int at = call.indexOf(' '); at > 0; at = call.indexOf(' ', at + 1)) {
                parents.add(call.substring(0, at));
            }
        }
        List<String> all = new ArrayList<>(List.of(""));
        all.addAll(parents);
        return all;
    }
}
