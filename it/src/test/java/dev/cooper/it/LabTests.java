// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.BuildLog;
import dev.cooper.testkit.Command;
import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Project;
import dev.cooper.testkit.Result;
import dev.cooper.testkit.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The multi-stage lab as `examples/lab.sh` plays it, with each way to isolate a step. The one
/// class of the suite that brings the golang image into a store: everything about the lab is in it.
class LabTests {
    private static final String COUNTER = "alexellis2/href-counter";
    private static final String COUNTED = "{\"internal\":9,\"external\":4}\n";
    private static final String GREETING = "Hello from an image with one file in it!\n";

    /// Runs a command where some programs ($0) can't be run, whatever folders they are in: what is
    /// mounted over them is no program, and is seen in no other process.
    private static final String HIDING =
            """
            PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
            for tool in $0; do
                while found=$(command -v $tool); do
                    mount --bind /dev/null "$(readlink -f "$found")"
                done
            done
            exec "$@"
            """;

    @TempDir private static Path folder;
    private static Cooper oci;
    private static Cooper unshare;

    @BeforeAll
    static void bases() {
        Path first = folder.resolve("oci");
        Command.of(
                        Project.root().resolve("examples/bases.sh").toString(),
                        "golang:1.7.3",
                        "alpine",
                        "busybox",
                        "debian:bookworm")
                .env("COOPER_ROOT", first.toString())
                .run()
                .ok();
        // The same store twice, without reading the tars again; no file of a store is ever changed.
        Path second = folder.resolve("unshare");
        Command.of("cp", "-al", first.toString(), second.toString()).run().ok();
        oci = Cooper.on(first).isolatedBy("oci");
        unshare = Cooper.on(second);
    }

    private static Command without(String tools, String... words) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "unshare",
                                "-m",
                                "--propagation",
                                "private",
                                "sh",
                                "-euc",
                                HIDING,
                                tools));
        all.addAll(List.of(words));
        return Command.of(all);
    }

    private static Result lab(Command command, Cooper cooper) {
        return command.env("COOPER_ROOT", cooper.store().toString()).run().ok();
    }

    @Test
    void withRunc() {
        Command info = without("crun", Project.launcher().toString(), "--isolation", "oci", "info");
        assertThat(lab(info, oci).out()).contains(" Isolation: oci (runc)\n");
        Command play =
                without("crun", Project.root().resolve("examples/lab.sh").toString())
                        .env("COOPER_ISOLATION", "oci");
        played(lab(play, oci), oci);

        Result again = lab(play, oci);
        assertThat(again.out()).contains(COUNTED + "\n$ docker run", GREETING);
        List<BuildLog> logs = builds(again);
        assertThat(logs).hasSize(5);
        for (BuildLog log : logs) {
            log.steps()
                    .forEach((name, lines) -> {
                        if (name.startsWith("[")
                                && !name.startsWith("[internal]")
                                && !name.contains("] FROM ")) {
                            assertThat(lines).as(name).containsExactly("CACHED");
                        }
                    });
        }
    }

    @Test
    void withUtilLinuxAlone() {
        Command info = without("runc crun", Project.launcher().toString(), "info");
        assertThat(lab(info, unshare).out())
                .contains(" Isolation: unshare\n", " Runtimes: unshare\n");
        Command play =
                without(
                        "runc crun",
                        Project.root().resolve("examples/lab.sh").toString(),
                        "--java");
        Result result = lab(play, unshare);
        played(result, unshare);

        String java = COUNTER + "-java";
        assertThat(result.out()).contains("$ docker run --rm -e url=", java + ":multi\n" + COUNTED);
        assertThat(size(unshare, java + ":sdk")).isGreaterThan(8 * size(unshare, java + ":multi"));
        List<String> files = added(unshare, java + ":multi", "busybox:glibc");
        assertThat(files.stream().filter(each -> !each.startsWith("jre/")))
                .containsExactlyInAnyOrder("app/", "app/HrefCounter.class", "app/jsoup.jar");
        assertThat(files).contains("jre/bin/java", "jre/lib/modules", "jre/lib/security/cacerts");
    }

    private static void played(Result result, Cooper cooper) {
        assertThat(result.out())
                .contains(
                        COUNTER + "\n" + COUNTED,
                        COUNTER + ":multi\n" + COUNTED,
                        "hello-world-lab\n" + GREETING);
        // build.sh said docker, and got Cooper.
        assertThat(result.out())
                .contains(
                        "Building " + COUNTER + ":build\n",
                        "Building " + COUNTER + ":latest\n",
                        "\nextract\n");
        assertThat(Project.root().resolve("examples/href-counter/app")).doesNotExist();
        assertThat(cooper.ok("ps", "-aq").out()).isEmpty();

        // One image with two names, each a row of its own; the newest name first.
        Table rows = Table.of(cooper.ok("images", COUNTER).out());
        assertThat(rows.column("TAG")).containsExactly("multi", "latest", "build", "sdk");
        List<String> ids = rows.column("IMAGE ID");
        assertThat(ids.get(2)).isEqualTo(ids.get(3));
        assertThat(List.of(ids.get(0), ids.get(1), ids.get(2))).doesNotHaveDuplicates();

        assertThat(size(cooper, COUNTER + ":sdk"))
                .isGreaterThanOrEqualTo(20 * size(cooper, COUNTER + ":multi"));
        assertThat(size(cooper, "hello-world-lab")).isLessThan(3_000_000);

        assertThat(added(cooper, "hello-world-lab", null)).containsExactly("app");
        for (String each : List.of(":latest", ":multi")) {
            assertThat(added(cooper, COUNTER + each, "alpine"))
                    .containsExactlyInAnyOrder("root/", "root/app");
        }
        history(cooper);
    }

    private static void history(Cooper cooper) {
        assertThat(
                        cooper.ok(
                                        "history",
                                        "--no-trunc",
                                        "--format",
                                        "{{.CreatedBy}}",
                                        COUNTER + ":sdk")
                                .out())
                .startsWith(
                        """
                        RUN /bin/sh -c CGO_ENABLED=0 go build -o app . # buildkit
                        COPY app.go . # buildkit
                        RUN /bin/sh -c go get -d -v golang.org/x/net/html # buildkit
                        WORKDIR /go/src/href-counter
                        """);
    }

    private static long size(Cooper cooper, String image) {
        return Long.parseLong(cooper.ok("inspect", "-f", "{{.Size}}", image).text());
    }

    /// The entries of an image's layers that are not those of its base.
    ///
    /// @param base null for `scratch`
    private static List<String> added(Cooper cooper, String image, @Nullable String base) {
        Path tar = folder.resolve("saved.tar");
        cooper.ok("save", "-o", tar.toString(), image);
        String layers = "{{range .RootFS.Layers}}{{.}} {{end}}";
        List<String> own =
                new ArrayList<>(
                        List.of(cooper.ok("inspect", "-f", layers, image).text().split(" ")));
        if (base != null) {
            own.removeAll(List.of(cooper.ok("inspect", "-f", layers, base).text().split(" ")));
        }
        List<String> names = new ArrayList<>();
        for (String each : own) {
            names.addAll(
                    Command.of(
                                    "sh",
                                    "-euc",
                                    "tar -xOf \"$0\" \"$1\" | tar -tf -",
                                    tar.toString(),
                                    "blobs/sha256/" + each.substring("sha256:".length()))
                            .run()
                            .ok()
                            .out()
                            .lines()
                            .toList());
        }
        return names;
    }

    private static List<BuildLog> builds(Result result) {
        List<BuildLog> logs = new ArrayList<>();
        for (String each : result.err().split("(?m)^(?=#0 building)")) {
            if (each.startsWith("#0 building")) {
                logs.add(BuildLog.of(each));
            }
        }
        return logs;
    }
}
