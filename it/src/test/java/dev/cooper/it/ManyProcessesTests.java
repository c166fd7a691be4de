// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Cooper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many that use one store at once.
@Tag("once")
class ManyProcessesTests {
    private static final int PROCESSES = 16;
    private static final int KINDS = 4;

    /// The first step is the same in all of them, the second in those of a kind, and each step asks
    /// for a page, so that somebody else counts how often it ran.
    private static final String DOCKERFILE =
            """
            FROM base AS common
            RUN wget -q -O /common @pages@common && mkdir /tree && cd /tree && touch $(seq 300)
            FROM common AS left
            ARG KIND
            RUN wget -q -O /left @pages@left/$KIND && echo $KIND >>/left
            FROM common AS right
            RUN wget -q -O /right @pages@right && rm /tree/1??
            FROM common
            COPY --from=left /left /both/
            COPY --from=right /right /tree /both/
            COPY file /file
            """;

    @TempDir Path folder;

    private static String[] arguments(Folder context, int process, Path idFile) {
        int kind = process % KINDS;
        return new String[] {
            "build",
            "-q",
            "--iidfile",
            idFile.toString(),
            "-t",
            "kind" + kind,
            "-t",
            "own" + process,
            "--build-arg",
            "KIND=" + kind,
            "--build-arg",
            "SOURCE_DATE_EPOCH=1700000000",
            context.toString()
        };
    }

    @Test
    void everyImageIsAsWhenBuiltAlone() throws Exception {
        Cooper alone = Cooper.on(folder.resolve("alone"));
        Cooper shared = Cooper.on(folder.resolve("shared"));
        Folder.busybox(alone, folder);
        Folder.busybox(shared, folder);
        try (Pages pages = Pages.onLoopback()) {
            Folder context =
                    Folder.of(folder, DOCKERFILE.replace("@pages@", pages.url()))
                            .file("file", "content\n");
            List<String> wanted = new ArrayList<>();
            for (int kind = 0; kind < KINDS; kind++) {
                Path id = folder.resolve("alone" + kind);
                wanted.add(alone.command(arguments(context, kind, id)).run().ok().text());
            }
            assertThat(wanted).doesNotHaveDuplicates();

            List<Process> all = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                all.add(
                        shared.command(arguments(context, i, folder.resolve("id" + i)))
                                .start(folder.resolve("out" + i), folder.resolve("err" + i)));
            }
            for (int i = 0; i < PROCESSES; i++) {
                int code = all.get(i).waitFor();
                assertThat(code).as(Texts.of(folder.resolve("err" + i))).isZero();
                assertThat(Texts.of(folder.resolve("id" + i))).isEqualTo(wanted.get(i % KINDS));
            }
            // Once alone, and once for all the others.
            assertThat(pages.asked("/common")).isEqualTo(2);
            assertThat(pages.asked("/right")).isEqualTo(2);
            for (int kind = 0; kind < KINDS; kind++) {
                assertThat(pages.asked("/left/" + kind)).isEqualTo(2);
            }
        }
        for (int kind = 0; kind < KINDS; kind++) {
            assertThat(
                            shared.ok(
                                            "run",
                                            "--rm",
                                            "kind" + kind,
                                            "sh",
                                            "-c",
                                            "cat /both/left /file; ls /both | wc -l")
                                    .text())
                    .isEqualTo("/left/" + kind + "\n" + kind + "\ncontent\n202");
        }
        assertThat(shared.ok("images", "-q", "--no-trunc").text().lines().distinct())
                .hasSize(KINDS + 1);
        assertThat(shared.ok("images", "-q").text().lines()).hasSize(PROCESSES + KINDS + 1);
        Leftovers.goFrom(folder);
    }

    @Test
    void oneThatIsKilledHoldsUpNobody() throws Exception {
        Cooper shared = Cooper.on(folder.resolve("killed"));
        Folder.busybox(shared, folder);
        try (Pages pages = Pages.onLoopback()) {
            // The first one to get here waits for a second one, which comes when it has been
            // killed.
            Folder context =
                    Folder.of(
                            folder,
                            "FROM base\nENV STORE=%s\nRUN wget -q -O /page %smeet/2/step\n"
                                    .formatted(folder, pages.url()));
            String[] build = {"build", "-q", context.toString()};
            Process first =
                    shared.command(build).start(folder.resolve("out"), folder.resolve("err"));
            Eventually.holds("the step", () -> pages.asked("/meet/2/step") == 1);
            Process second =
                    shared.command(build).start(folder.resolve("out2"), folder.resolve("err2"));
            first.destroyForcibly();
            first.waitFor();
            assertThat(second.waitFor()).as(Texts.of(folder.resolve("err2"))).isZero();
            assertThat(pages.asked("/meet/2/step")).isEqualTo(2);
        }
        Leftovers.goFrom(folder);
    }
}
