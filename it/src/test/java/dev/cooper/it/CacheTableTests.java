// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.BuildLog;
import dev.cooper.testkit.Context;
import dev.cooper.testkit.Cooper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// For each kind of change, which steps of one build run again: `c` COPY, `r` the RUN with mounts,
/// `a` the RUN behind the argument; `-` for none.
@Tag("once")
class CacheTableTests {
    private static final String COPY = "COPY dir /dir";
    private static final String RUN =
            "RUN --mount=type=cache,id=one,target=/cache --mount=type=secret,id=word"
                    + " --mount=type=bind,source=bound,target=/bound echo run";
    private static final String BEHIND = "RUN echo $USED > /used";
    private static final List<String> DOCKERFILE =
            List.of(
                    "FROM table-base",
                    COPY,
                    RUN,
                    "ARG USED=1",
                    BEHIND,
                    "ARG BELOW=1",
                    "LABEL last=$BELOW");

    /// What is done to a copy of the context, or added to the command.
    private static final Map<String, String> IN_CONTEXT =
            Map.ofEntries(
                    Map.entry("content of a file", "echo changed >dir/file"),
                    Map.entry("content, size and time kept", "edit dir/file"),
                    Map.entry("mode of a file", "chmod 600 dir/file"),
                    Map.entry("mode of a folder", "chmod 700 dir"),
                    Map.entry("time of a file", "touch -d 2001-01-01 dir/file"),
                    Map.entry("time of a folder", "touch -d 2001-01-01 dir"),
                    Map.entry("name of a file", "mv dir/file dir/other"),
                    Map.entry("a file more", "echo x >dir/more"),
                    Map.entry("a file that nobody reads", "echo x >unread"),
                    Map.entry("content of a bind mount", "echo changed >bound/file"),
                    Map.entry("time of a bind mount", "touch -d 2001-01-01 bound/file"));

    private static final Map<String, List<String>> IN_COMMAND =
            Map.ofEntries(
                    Map.entry("argument used", List.of("--build-arg", "USED=2")),
                    Map.entry("argument used, same value", List.of("--build-arg", "USED=1")),
                    Map.entry("argument below", List.of("--build-arg", "BELOW=2")),
                    Map.entry("argument of nobody", List.of("--build-arg", "NOBODY=2")),
                    Map.entry("proxy", List.of("--build-arg", "HTTP_PROXY=http://127.0.0.1:9")),
                    Map.entry("label", List.of("--label", "a=b")),
                    Map.entry("a host's address", List.of("--add-host", "host:127.0.0.2")),
                    Map.entry("limits", List.of("--ulimit", "nofile=100", "--shm-size", "1m")));

    private static final Map<String, String> IN_DOCKERFILE =
            Map.ofEntries(
                    Map.entry("id of a mount", "s/id=one/id=two/"),
                    Map.entry("sharing of a mount", "s/id=one/id=one,sharing=locked/"),
                    Map.entry("target of a mount", "s,target=/cache,target=/other,"),
                    Map.entry("a comment", "1i # comment"),
                    Map.entry("base under another name", "s/table-base/table-same/"),
                    Map.entry("another base", "s/table-base/table-other/"),
                    Map.entry("environment", "3i ENV X=1"));

    @TempDir private static Path folder;
    private static Cooper cooper;
    private static Context original;

    @BeforeAll
    static void built() {
        cooper = Cooper.on(folder.resolve("store")).withBase("busybox");
        cooper.ok("tag", "busybox", "table-base");
        cooper.ok("tag", "busybox", "table-same");
        Context other = Context.in(folder.resolve("other"));
        cooper.build(other.dockerfile("FROM busybox", "RUN echo >/other"), "-t", "table-other");
        original =
                Context.in(folder.resolve("original"))
                        .file("dir/file", "content\n")
                        .file("bound/file", "bound\n")
                        .dockerfile(DOCKERFILE.toArray(String[]::new));
        build(original, "secret", List.of());
    }

    private static BuildLog build(Context context, String secret, List<String> more) {
        context.file("../word", secret);
        List<String> options = new ArrayList<>(more);
        options.addAll(List.of("--secret", "id=word,src=" + context.path("../word")));
        return cooper.build(context, options.toArray(String[]::new));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nothing                     | -
                    content of a file           | cra
                    content, size and time kept | cra
                    mode of a file              | cra
                    mode of a folder            | cra
                    time of a file              | -
                    time of a folder            | -
                    name of a file              | cra
                    a file more                 | cra
                    attribute of a file         | cra
                    a file that nobody reads    | -
                    content of a bind mount     | ra
                    time of a bind mount        | -
                    argument used               | a
                    argument used, same value   | -
                    argument below              | -
                    argument of nobody          | -
                    proxy                       | -
                    label                       | -
                    a host's address            | -
                    limits                      | -
                    value of a secret           | -
                    id of a mount               | -
                    sharing of a mount          | -
                    target of a mount           | ra
                    a comment                   | -
                    base under another name     | -
                    another base                | cra
                    environment                 | ra
                    """)
    void whatRunsAgain(String change, String again) throws IOException {
        Context context = Context.in(folder.resolve("changed"));
        context.shell("rm -rf ./*; cp -a ../original/. .");
        String edit = IN_CONTEXT.get(change);
        if (edit != null) {
            context.shell(
                    "edit() { touch -r $1 ../time; tr a-z A-Z <$1 >../new; cat ../new >$1;"
                            + " touch -r ../time $1; }; "
                            + edit);
        }
        if (change.equals("attribute of a file")) {
            Files.setAttribute(context.path("dir/file"), "user:x", new byte[] {1});
        }
        if (IN_DOCKERFILE.containsKey(change)) {
            context.shell("sed -i '" + IN_DOCKERFILE.get(change) + "' Dockerfile");
        }
        String secret = change.equals("value of a secret") ? "another" : "secret";
        BuildLog log = build(context, secret, IN_COMMAND.getOrDefault(change, List.of()));
        String ran =
                (log.cached(COPY) ? "" : "c")
                        + (log.cached(" echo run") ? "" : "r")
                        + (log.cached("> /used") ? "" : "a");
        assertThat(ran).isEqualTo(again.equals("-") ? "" : again);
    }
}
