// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Project;
import dev.cooper.testkit.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Cooper does in each kind of place, as docs/security.md has it: a table of what came out
/// here. Whatever can be built is, to the last digest, what root builds.
@Tag("once")
class PlacesTests {
    private static final String START = "<!-- places -->\n";
    private static final String END = "<!-- end of places -->\n";

    private static final String COPYING =
            """
            FROM alpine AS a
            COPY --chown=33:44 --chmod=0400 file /w/
            FROM scratch
            COPY --from=a / /
            COPY --chown=7:8 file /own
            """;
    private static final String RUNNING =
            """
            FROM alpine
            WORKDIR /w
            RUN touch a && rm -rf /var/tmp && mkdir /new
            RUN --mount=type=bind,target=/context cp /context/file /new/file
            # Whosever processes are seen, what they were given is not.
            RUN ! grep -q COOPER_ROOT /proc/[0-9]*/environ
            """;
    private static final String OWNING = "FROM alpine\nRUN chown 33:33 /etc/passwd\n";

    /// Says what came of each, a line each.
    private static final String SCRIPT =
            """
            cooper=$0; here=$1; tar=$2
            export COOPER_ROOT="$here/store" SOURCE_DATE_EPOCH=1700000000
            cd "$here"
            layers() { "$cooper" inspect -f '{{range .RootFS.Layers}}{{.}} {{end}}' "$1"; }
            try() {
                what=$1; shift
                if "$cooper" "$@" -t "$what" -f "$what" context >"$what.out" 2>&1; then
                    echo "$what=$(layers "$what")"
                else
                    echo "$what=no"
                    tail -n 3 "$what.out" >&2
                fi
            }
            "$cooper" import --change 'CMD ["/bin/sh"]' "$tar" alpine >/dev/null || exit
            "$cooper" info | sed -n 's/^ Isolation: /driver=/p; s/^ Storage Driver: /trees=/p'
            try copying build
            try running build
            try owning build
            if grep -q 'no sandbox works' running.out; then try running --isolation=chroot build; echo chroot=; fi
            """;

    @TempDir private static Path folder;

    private interface Place {
        Command command(Path here, List<String> words);
    }

    private record Row(String name, String detail, int user, Place place) {}

    private static Place confined(Confined confined) {
        return confined::command;
    }

    private static Place user(String subIds) {
        return (here, words) -> OrdinaryUser.in(here, subIds).command(words.toArray(String[]::new));
    }

    private static List<Row> rows() {
        return List.of(
                new Row("the machine", "root", 0, (_, words) -> Command.of(words)),
                new Row(
                        "the machine",
                        "a user with ranges in `/etc/subuid` and `/etc/subgid`",
                        1000,
                        user("somebody:200000:65536\n")),
                new Row("the machine", "a user without", 1000, user("")),
                new Row(
                        "a container as docker makes it",
                        "root",
                        0,
                        confined(new Confined(0, true, true, true))),
                new Row(
                        "a pod of Kubernetes' restricted profile",
                        "user 1000, no capabilities, `no_new_privs`",
                        1000,
                        confined(new Confined(1000, false, true, true))),
                new Row(
                        "a container, `--security-opt seccomp=unconfined`",
                        "root",
                        0,
                        confined(new Confined(0, true, false, true))),
                new Row(
                        "a restricted pod but for `seccompProfile: Unconfined`",
                        "user 1000",
                        1000,
                        confined(new Confined(1000, false, false, true))),
                new Row(
                        "the same with `procMount: Unmasked`",
                        "user 1000",
                        1000,
                        confined(new Confined(1000, false, false, false))));
    }

    @Test
    void theTableOfTheManualIsWhatCameOutHere() throws IOException {
        OrdinaryUser.reachesTheSources();
        Files.setAttribute(folder, "unix:mode", 040755);
        StringBuilder table =
                new StringBuilder(
                        """
                        | where | as | trees | `COPY` | `RUN` | other ids in `RUN` |
                        | --- | --- | --- | --- | --- | --- |
                        """);
        Map<String, String> byRoot = null;
        for (Row each : rows()) {
            Map<String, String> found = play(each);
            byRoot = byRoot == null ? found : byRoot;
            table.append(
                    "| %s | %s | %s | %s | %s | %s |\n"
                            .formatted(
                                    each.name(),
                                    each.detail(),
                                    found.get("trees"),
                                    result(found.get("copying"), byRoot.get("copying"), ""),
                                    result(
                                            found.get("running"),
                                            byRoot.get("running"),
                                            found.containsKey("chroot")
                                                    ? "refused; with `--isolation=chroot` "
                                                    : driver(found) + ": "),
                                    result(found.get("owning"), byRoot.get("owning"), "")));
        }
        String page = Files.readString(Project.root().resolve("docs/security.md"));
        assertThat(page).contains(START, END);
        assertThat(page.substring(page.indexOf(START) + START.length(), page.indexOf(END)))
                .as("the table in docs/security.md, which should be\n%s", table)
                .isEqualTo(table.toString());
    }

    /// Whichever runtime it is: that is this machine's affair.
    private static String driver(Map<String, String> found) {
        return found.get("driver").replaceFirst("oci .*", "oci");
    }

    private static String result(String layers, String byRoot, String how) {
        return how.startsWith("refused") && layers.equals("no")
                ? "refused"
                : how + (layers.equals("no") ? "no" : layers.equals(byRoot) ? "yes" : "otherwise");
    }

    private static Map<String, String> play(Row row) throws IOException {
        Path here = Files.createTempDirectory(folder, "place");
        Path context = Files.createDirectory(here.resolve("context"));
        Files.writeString(context.resolve("file"), "text\n");
        Files.setAttribute(context.resolve("file"), "unix:mode", 0644);
        Files.writeString(here.resolve("copying"), COPYING);
        Files.writeString(here.resolve("running"), RUNNING);
        Files.writeString(here.resolve("owning"), OWNING);
        Path tar = here.resolve("alpine.tar");
        Files.copy(Project.baseTar("alpine"), tar);
        if (row.user() != 0) {
            OrdinaryUser.own(here);
        }
        List<String> words =
                new ArrayList<>(List.of("sh", "-uc", SCRIPT, Project.launcher().toString()));
        words.addAll(List.of(here.toString(), tar.toString()));
        Map<String, String> found = new HashMap<>();
        Result result = row.place().command(here, words).run().ok();
        // Why something didn't work, for whoever reads the test's output.
        System.err.println(row.name() + ", " + row.detail() + "\n" + result.err());
        for (String line : result.out().split("\n")) {
            int sign = line.indexOf('=');
            found.put(line.substring(0, sign), line.substring(sign + 1));
        }
        return found;
    }
}
