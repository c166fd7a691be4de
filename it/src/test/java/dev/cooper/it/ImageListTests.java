// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Context;
import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Masked;
import dev.cooper.testkit.Result;
import dev.cooper.testkit.Table;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `images` and `history`: columns, order, filters, formats.
@Tag("once")
class ImageListTests {
    @TempDir private static Path folder;
    private static Recorded recorded;
    private static Cooper cooper;
    private static String built;
    private static String busybox;

    @BeforeAll
    static void store() {
        recorded = Recorded.in(folder);
        cooper = recorded.cooper();
        recorded.ok("build", "-q", "-t", "rec:1", "ok");
        cooper.ok("tag", "busybox", "rec:old");
        built = cooper.ok("images", "-q", "--no-trunc", "rec:1").text();
        busybox = cooper.ok("images", "-q", "--no-trunc", "busybox").text();
    }

    private static String shortened(String id) {
        return id.substring("sha256:".length(), "sha256:".length() + 12);
    }

    /// How large busybox is hangs on the machine's release.
    private static String sized(String text) {
        return text.replaceAll("\\b[12]\\.\\d+MB", "2MB");
    }

    @Test
    void theTable() {
        Table table = Table.of(cooper.ok("images").out());
        assertThat(table.header())
                .containsExactly("REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE");
        assertThat(table.rows())
                .extracting(row -> row.subList(0, 3))
                .containsExactlyInAnyOrder(
                        List.of("rec", "1", shortened(built)),
                        List.of("rec", "old", shortened(busybox)),
                        List.of("busybox", "latest", shortened(busybox)));
        assertThat(table.column("CREATED"))
                .allMatch(each -> Masked.of(each).equals("N seconds ago"));
        assertThat(table.column("SIZE")).allMatch(each -> each.matches("[\\d.]+MB"));
    }

    @Test
    void rowsComeNewestFirst(@TempDir Path own) {
        Cooper fresh = Cooper.on(own.resolve("store"));
        Context context = Context.in(own.resolve("context"));
        for (String each : List.of("one", "two", "three")) {
            context.dockerfile("FROM scratch", "LABEL name=" + each);
            fresh.build(context, "-t", each);
        }
        assertThat(Table.of(fresh.ok("images").out()).column("REPOSITORY"))
                .containsExactly("three", "two", "one");
        fresh.ok("tag", "one", "one:again");
        assertThat(fresh.ok("images", "--format", "{{.Repository}}:{{.Tag}}").out())
                .isEqualTo("one:again\none:latest\nthree:latest\ntwo:latest\n");
    }

    @Test
    void idsAlone() {
        assertThat(cooper.ok("images", "-q", "rec").out().lines())
                .containsExactlyInAnyOrder(shortened(built), shortened(busybox));
        assertThat(cooper.ok("images", "-q", "--no-trunc", "rec:1").out()).isEqualTo(built + "\n");
        // A row is a name: an image with two of them is printed twice.
        assertThat(cooper.ok("image", "ls", "--quiet", "--filter", "dangling=false").out().lines())
                .containsExactlyInAnyOrder(
                        shortened(built), shortened(busybox), shortened(busybox));
    }

    @Test
    void wholeIdsAndDigests() {
        Table whole = Table.of(cooper.ok("images", "--no-trunc", "rec").out());
        assertThat(whole.column("IMAGE ID")).containsExactlyInAnyOrder(built, busybox);
        Table digests = Table.of(cooper.ok("images", "--digests", "rec").out());
        assertThat(digests.header())
                .containsExactly("REPOSITORY", "TAG", "DIGEST", "IMAGE ID", "CREATED", "SIZE");
        assertThat(digests.column("DIGEST")).containsExactly("<none>", "<none>");
    }

    @Test
    void formats() {
        assertThat(
                        sized(
                                cooper.ok(
                                                "images",
                                                "--format",
                                                "{{.Repository}}:{{.Tag}} {{.ID}} {{.Size}}",
                                                "rec:1")
                                        .out()))
                .isEqualTo("rec:1 " + shortened(built) + " 2MB\n");
        assertThat(cooper.ok("images", "--format", "table {{.ID}}\\t{{.Tag}}", "rec:1").out())
                .isEqualTo("IMAGE ID       TAG\n" + shortened(built) + "   1\n");
        assertThat(sized(Masked.of(cooper.ok("images", "--format", "json", "rec:1").out())))
                .isEqualTo(
                        "{\"Containers\":\"N/A\",\"CreatedAt\":\"DATE TIME +0000 UTC\","
                                + "\"CreatedSince\":\"N seconds ago\",\"Digest\":\"\\u003cnone\\u003e\","
                                + "\"ID\":\"xxxxxxxxxxxx\",\"Repository\":\"rec\",\"SharedSize\":\"N/A\","
                                + "\"Size\":\"2MB\",\"Tag\":\"1\",\"UniqueSize\":\"N/A\","
                                + "\"VirtualSize\":\"2MB\"}\n");
    }

    @Test
    void aFormatThatIsNone() {
        Result failed = cooper.run("images", "--format", "{{.Nosuch}}").exits(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err()).contains("Nosuch").doesNotContain("Exception", "\tat ");
        assertThat(cooper.run("images", "--format", "{{.ID").exits(1).err())
                .isEqualTo("template parsing error: template: :1: unclosed action\n");
    }

    @Test
    void aNameThatIsNotThereGivesAnEmptyTable() {
        assertThat(cooper.ok("images", "nosuch").out())
                .isEqualTo("REPOSITORY   TAG       IMAGE ID   CREATED   SIZE\n");
        assertThat(cooper.ok("images", "-q", "nosuch").out()).isEmpty();
    }

    @Test
    void filters() {
        String format = "{{.Repository}}:{{.Tag}}";
        assertThat(
                        cooper.ok(
                                        "images",
                                        "--format",
                                        format,
                                        "--filter",
                                        "label=org.example.title=rec")
                                .out())
                .isEqualTo("rec:1\n");
        assertThat(cooper.ok("images", "--format", format, "-f", "label=org.example.title").out())
                .isEqualTo("rec:1\n");
        assertThat(cooper.ok("images", "--format", format, "-f", "label=nosuch").out()).isEmpty();
        assertThat(cooper.ok("images", "--format", format, "-f", "reference=busy*").out())
                .isEqualTo("busybox:latest\n");
        assertThat(cooper.ok("images", "--format", format, "-f", "reference=*:old").out())
                .isEqualTo("rec:old\n");
        assertThat(cooper.ok("images", "--format", format, "-f", "dangling=false", "rec:1").out())
                .isEqualTo("rec:1\n");
        assertThat(cooper.run("images", "--filter", "nosuch=1").exits(1).err())
                .isEqualTo("Error response from daemon: invalid filter 'nosuch'\n");
    }

    @Test
    void anImageWhoseNameMovedHasNone(@TempDir Path own) {
        Cooper fresh = Cooper.on(own.resolve("store"));
        Context context = Context.in(own.resolve("context"));
        fresh.build(context.dockerfile("FROM scratch", "LABEL v=1"), "-t", "moves");
        String first = fresh.ok("images", "-q", "moves").text();
        fresh.build(context.dockerfile("FROM scratch", "LABEL v=2"), "-t", "moves");
        assertThat(
                        fresh.ok(
                                        "images",
                                        "--format",
                                        "{{.Repository}} {{.Tag}} {{.ID}}",
                                        "-f",
                                        "dangling=true")
                                .out())
                .isEqualTo("<none> <none> " + first + "\n");
        assertThat(Table.of(fresh.ok("images").out()).rows())
                .extracting(row -> row.subList(0, 2))
                .containsExactly(List.of("moves", "latest"), List.of("<none>", "<none>"));
        assertThat(fresh.ok("rmi", first).out()).startsWith("Deleted: sha256:" + first);
        assertThat(fresh.ok("images", "-qf", "dangling=true").out()).isEmpty();
    }

    @Test
    void history() {
        Table table = Table.of(cooper.ok("history", "rec:1").out());
        assertThat(table.header())
                .containsExactly("IMAGE", "CREATED", "CREATED BY", "SIZE", "COMMENT");
        String comment = "buildkit.dockerfile.v0";
        assertThat(table.rows())
                .extracting(row -> List.of(row.get(0), row.get(2), sized(row.get(3)), row.get(4)))
                .containsExactly(
                        List.of(
                                shortened(built),
                                "CMD [\"/busybox\" \"cat\" \"/out\"]",
                                "0B",
                                comment),
                        List.of("<missing>", "USER 1000", "0B", comment),
                        List.of("<missing>", "EXPOSE map[80/tcp:{}]", "0B", comment),
                        List.of(
                                "<missing>",
                                "COPY /w/out /bin/busybox / # buildkit",
                                "2MB",
                                comment),
                        List.of("<missing>", "LABEL org.example.title=rec", "0B", comment));
        assertThat(table.column("CREATED"))
                .allMatch(each -> Masked.of(each).equals("N seconds ago"));
    }

    @Test
    void historyFlags() {
        assertThat(cooper.ok("history", "-q", "rec:1").out())
                .isEqualTo(shortened(built) + "\n" + "<missing>\n".repeat(4));
        assertThat(Table.of(cooper.ok("history", "--no-trunc", "rec:1").out()).column("IMAGE"))
                .startsWith(built);
        assertThat(Table.of(cooper.ok("history", "-H=false", "rec:1").out()).column("SIZE"))
                .allMatch(each -> each.matches("0|[12]\\d{6}"));
        assertThat(Table.of(cooper.ok("history", "-H=false", "rec:1").out()).column("CREATED AT"))
                .allMatch(each -> Masked.of(each).matches("DATETTIME(Z|[+-]\\d\\d:\\d\\d)"));
        assertThat(
                        cooper.ok("history", "--format", "{{.CreatedBy}}|{{.Size}}", "rec:1")
                                .out()
                                .lines())
                .startsWith("CMD [\"/busybox\" \"cat\" \"/out\"]|0B");
        assertThat(Masked.of(cooper.ok("history", "--format", "json", "rec:1").out()).lines())
                .startsWith(
                        "{\"Comment\":\"buildkit.dockerfile.v0\",\"CreatedAt\":\"DATETTIMEZ\","
                                + "\"CreatedBy\":\"CMD [\\\"/busybox\\\" \\\"cat\\\" \\\"/out\\\"]\","
                                + "\"CreatedSince\":\"N seconds ago\",\"ID\":\"xxxxxxxxxxxx\",\"Size\":\"0B\"}",
                        "{\"Comment\":\"buildkit.dockerfile.v0\",\"CreatedAt\":\"DATETTIMEZ\","
                                + "\"CreatedBy\":\"USER 1000\",\"CreatedSince\":\"N seconds ago\","
                                + "\"ID\":\"\\u003cmissing\\u003e\",\"Size\":\"0B\"}");
    }

    @Test
    void aLongStepIsCutUnlessAskedFor(@TempDir Path own) {
        Cooper fresh = Cooper.on(own.resolve("store")).withBase("busybox");
        Context context =
                Context.in(own.resolve("context"))
                        .dockerfile(
                                "FROM busybox",
                                "RUN echo 0123456789012345678901234567890123456789");
        fresh.build(context, "-t", "long");
        assertThat(Table.of(fresh.ok("history", "long").out()).column("CREATED BY").getFirst())
                .isEqualTo("RUN /bin/sh -c echo 012345678901234567890123\u2026")
                .hasSize(45);
        assertThat(
                        Table.of(fresh.ok("history", "--no-trunc", "long").out())
                                .column("CREATED BY")
                                .getFirst())
                .isEqualTo(
                        "RUN /bin/sh -c echo 0123456789012345678901234567890123456789 # buildkit");
    }

    @Test
    void historyOfAnUnknownImage() {
        Result failed = cooper.run("history", "nosuch").exits(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err())
                .isEqualTo("Error response from daemon: No such image: nosuch:latest\n");
        assertThat(cooper.run("history").exits(1).err())
                .startsWith("cooper: 'cooper history' requires 1 argument\n");
    }
}
