// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import dev.cooper.testkit.Context;
import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Result;
import java.nio.file.Path;

/// A store with busybox, and the contexts on which docker's own answers were recorded.
record Recorded(Cooper cooper, Path folder) {
    static Recorded in(Path folder) {
        Context.in(folder.resolve("ok"))
                .file("a.txt", "a\n")
                .dockerfile(
                        "FROM busybox AS build",
                        "ARG WHO=world",
                        "ENV A=1 B=\"two words\"",
                        "WORKDIR /w",
                        "COPY a.txt .",
                        "RUN echo \"hello $WHO\" > out && ls -l",
                        "",
                        "FROM scratch",
                        "LABEL org.example.title=\"rec\"",
                        "COPY --from=build /w/out /bin/busybox /",
                        "EXPOSE 80",
                        "USER 1000",
                        "CMD [\"/busybox\",\"cat\",\"/out\"]");
        Context.in(folder.resolve("fail"))
                .dockerfile(
                        "FROM busybox", "RUN echo one && echo two >&2 && exit 7", "RUN echo never");
        Context.in(folder.resolve("typo")).dockerfile("FROM busybox", "RUN true", "COPPY a /b");
        Context.in(folder.resolve("missing")).dockerfile("FROM busybox", "COPY nothere /b");
        Context.in(folder.resolve("ign"))
                .file("hidden", "x")
                .file(".dockerignore", "hidden\n")
                .dockerfile("FROM busybox", "COPY hidden /b");
        Context.in(folder.resolve("unk")).dockerfile("FROM busybox", "COPY --from=nostage /x /b");
        return new Recorded(Cooper.on(folder.resolve("store")).withBase("busybox"), folder);
    }

    /// Runs the command in the folder that holds the contexts.
    Result run(String... arguments) {
        return cooper.command(arguments).in(folder).run();
    }

    Result ok(String... arguments) {
        return run(arguments).ok();
    }
}
