// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Project;
import dev.cooper.testkit.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Cooper for users that are not root, with the ids of /etc/subuid and with their own alone. What
/// they build is what root builds, to the last digest.
@Tag("once")
class RootlessTests {
    /// Which ids the user has.
    enum Ids {
        SUB("somebody:200000:65536\n"),
        SINGLE("");

        private final String line;

        Ids(String line) {
            this.line = line;
        }
    }

    private static final String LAYERS = "{{range .RootFS.Layers}}{{.}} {{end}}";

    /// Other owners, links, pipes, set-id bits, attributes, deletions, folders made anew.
    private static final String DOCKERFILE =
            """
            FROM alpine AS build
            RUN mkdir -p /data/old /gone && echo one >/data/f && ln -s f /data/l && touch /data/old/x /gone/x
            RUN rm -rf /data/old /gone && mkdir /data/old && touch /data/old/y && chmod 4711 /data/f && rm /etc/group
            COPY --chown=33:34 tree /srv/
            COPY --chown=33:34 --chmod=0400 tree/file /srv/secret
            RUN cat /srv/file && mv /srv/file /srv/moved && touch /srv/new
            FROM alpine
            WORKDIR /w
            COPY --from=build /data /data/
            COPY --from=build /srv /srv/
            COPY --from=build --chown=5:6 /data /again/
            RUN mkfifo /pipe && rm -rf /var/tmp
            CMD ["ls", "-ln", "/srv"]
            """;

    @TempDir private static Path folder;
    private static Path context;
    private static final Map<Ids, OrdinaryUser> USERS = new TreeMap<>();
    private static String byRoot;

    @BeforeAll
    static void prepare() throws IOException {
        OrdinaryUser.reachesTheSources();
        Files.setAttribute(folder, "unix:mode", 040755);
        context = Files.createDirectory(folder.resolve("context"));
        Path tree = Files.createDirectories(context.resolve("tree/folder"));
        Files.writeString(context.resolve("tree/file"), "text\n");
        Files.writeString(tree.resolve("inner"), "more\n");
        Files.createSymbolicLink(tree.resolve("link"), Path.of("../file"));
        Files.createSymbolicLink(tree.resolve("dangling"), Path.of("nowhere"));
        Files.writeString(context.resolve("Dockerfile"), DOCKERFILE);
        Cooper root = Cooper.on(folder.resolve("root")).withBase("alpine");
        build(root.command("build", "--progress=plain", "-t", "all", context.toString()));
        byRoot = root.ok("inspect", "-f", LAYERS, "all").text();
        for (Ids each : Ids.values()) {
            Path home = Files.createDirectory(folder.resolve(each.name()));
            OrdinaryUser user = OrdinaryUser.in(home, each.line);
            user.withBase("alpine");
            USERS.put(each, user);
        }
    }

    private static Result build(Command command) {
        return command.env("SOURCE_DATE_EPOCH", "1700000000").run().ok();
    }

    /// What it says when it fails, as it must.
    private static String refused(Command command) {
        Result result = command.run();
        assertThat(result.exitCode()).as(result.toString()).isNotZero();
        return result.err();
    }

    private static OrdinaryUser user(Ids ids) {
        return USERS.get(ids);
    }

    private static String layers(OrdinaryUser user, String image) {
        return user.cooper("inspect", "-f", LAYERS, image).run().ok().text();
    }

    @ParameterizedTest
    @EnumSource(Ids.class)
    void layersAreThoseThatRootBuilds(Ids ids) {
        OrdinaryUser user = user(ids);
        for (String each : new String[] {"oci", "unshare"}) {
            build(
                    user.cooper(
                            "--isolation", each, "build", "--no-cache", "-t", each, "" + context));
            assertThat(layers(user, each)).as(each).isEqualTo(byRoot);
        }
        assertThat(user.store().resolve("version")).exists();
    }

    @ParameterizedTest
    @EnumSource(Ids.class)
    void copyingTreesGivesTheSame(Ids ids) {
        OrdinaryUser user = user(ids);
        String copying = "COOPER_SNAPSHOTTER=copying";
        user.cooperWith(copying, "build", "--no-cache", "-t", "copied", "" + context).run().ok();
        assertThat(layers(user, "copied")).isEqualTo(byRoot);
        assertThat(user.cooperWith(copying, "info").run().ok().out())
                .contains("Storage Driver: copying\n");
        assertThat(
                        user.cooperWith(copying, "run", "--rm", "copied", "cat", "/srv/moved")
                                .run()
                                .ok()
                                .out())
                .isEqualTo("text\n");
    }

    @Test
    void copyingTreesGivesTheSameForRoot() {
        Cooper root = Cooper.on(folder.resolve("root"));
        build(
                root.command("build", "--no-cache", "-t", "copied", context.toString())
                        .env("COOPER_SNAPSHOTTER", "copying"));
        assertThat(root.ok("inspect", "-f", LAYERS, "copied").text()).isEqualTo(byRoot);
    }

    @ParameterizedTest
    @EnumSource(Ids.class)
    void everyCommandWorks(Ids ids) throws IOException {
        OrdinaryUser user = user(ids);
        build(user.cooper("build", "-t", "some", context.toString()));
        assertThat(user.cooper("images", "some").run().ok().out()).contains("some");
        assertThat(user.cooper("history", "some").run().ok().out()).contains("COPY /srv /srv/");
        assertThat(user.cooper("run", "--rm", "some", "id", "-u").run().ok().out())
                .isEqualTo("0\n");

        user.cooper("create", "--name", "kept", "some").run().ok();
        Path file = Files.writeString(user.home().resolve("file"), "mine\n");
        OrdinaryUser.own(file);
        user.cooper("cp", file.toString(), "kept:/srv/in").run().ok();
        user.cooper("cp", "kept:/srv/moved", user.home() + "/out").run().ok();
        assertThat(user.home().resolve("out")).hasContent("text\n");
        assertThat(Files.getAttribute(user.home().resolve("out"), "unix:uid")).isEqualTo(1000);
        assertThat(user.cooper("start", "-a", "kept").run().ok().out()).contains(" in\n");
        user.cooper("rm", "kept").run().ok();

        user.cooper("save", "-o", user.home() + "/saved.tar", "some").run().ok();
        String owners =
                Command.of(
                                "sh",
                                "-euc",
                                "tar -xOf \"$0\" \"$1\" | tar --numeric-owner -tvf - | grep srv/",
                                user.home() + "/saved.tar",
                                "blobs/sha256/" + layers(user, "some").split(" ")[3].substring(7))
                        .run()
                        .ok()
                        .out();
        assertThat(owners.lines())
                .isNotEmpty()
                .filteredOn(each -> !each.endsWith(" srv/") && !each.endsWith("srv/new"))
                .allMatch(each -> each.contains(" 33/34 "));
    }

    /// Files of ids that are not the user's own, too.
    @ParameterizedTest
    @EnumSource(Ids.class)
    void whatWasBuiltCanBeDeleted(Ids ids) throws IOException {
        OrdinaryUser user = user(ids);
        Path own = user.home().resolve("short");
        String store = "COOPER_ROOT=" + own;
        user.cooperWith(store, "import", "" + user.baseTar("alpine"), "alpine").run().ok();
        user.cooperWith(store, "build", "-t", "gone", "" + context).run().ok();
        user.cooperWith(store, "rmi", "gone", "alpine").run().ok();
        user.cooperWith(store, "builder", "prune", "-af").run().ok();
        try (var left = Files.list(own.resolve("snapshots"))) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Ids.class)
    void theLab(Ids ids) throws IOException {
        OrdinaryUser user = user(ids);
        for (String each : new String[] {"golang:1.7.3", "alpine", "busybox", "debian:bookworm"}) {
            user.baseTar(each);
        }
        Path examples = user.home().resolve("examples");
        Command.of("cp", "-r", Project.root().resolve("examples").toString(), examples.toString())
                .run()
                .ok();
        OrdinaryUser.own(examples);
        Result result =
                user.command(
                                "COOPER=" + Project.launcher(),
                                "COOPER_BASES=" + user.home().resolve("bases"),
                                examples.resolve("lab.sh").toString())
                        .run()
                        .ok();
        assertThat(result.out())
                .contains(
                        "href-counter:multi\n{\"internal\":9,\"external\":4}\n",
                        "\nextract\n",
                        "hello-world-lab\nHello from an image with one file in it!\n");
    }

    @Test
    void aRunThatNeedsAnotherIdIsToldWhatToDo() throws IOException {
        OrdinaryUser user = user(Ids.SINGLE);
        Path own = Files.createDirectory(user.home().resolve("chown"));
        Files.writeString(own.resolve("Dockerfile"), "FROM alpine\nRUN chown 33:33 /etc/passwd\n");
        OrdinaryUser.own(own);
        assertThat(refused(user.cooper("build", own.toString())))
                .contains(
                        "chown",
                        "outside of this namespace is 1000",
                        "install uidmap",
                        "somebody:100000:65536",
                        "/etc/subuid and /etc/subgid");
        assertThat(refused(user.cooper("run", "--rm", "--user", "33", "alpine", "id")))
                .contains("user 33:33 can't be had", "somebody:100000:65536");
    }

    @Test
    void anIdOutsideOfTheMapIsNamed() throws IOException {
        OrdinaryUser user = user(Ids.SUB);
        Path own = Files.createDirectory(user.home().resolve("outside"));
        Files.writeString(
                own.resolve("Dockerfile"), "FROM scratch\nCOPY --chown=70000 Dockerfile /\n");
        OrdinaryUser.own(own);
        assertThat(refused(user.cooper("build", own.toString())))
                .contains("user 70000", "/etc/subuid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "somebody:many:65536 | is broken",
                "somebody:200000:0 | holds no ids",
                "somebody:500:1000 | holds somebody's own id, 1000",
                "somebody:200000:65536,other:230000:10 | have ids in common",
                "somebody:200000:65536,somebody:200100:10 | have ids in common"
            })
    void rangesThatCannotBeAreRefused(String row) throws IOException {
        String[] cells = row.split(" \\| ");
        Path home = Files.createTempDirectory(folder, "home");
        OrdinaryUser user = OrdinaryUser.in(home, cells[0].replace(',', '\n') + "\n");
        assertThat(refused(user.cooper("images")))
                .contains("/etc/subuid", cells[1], "COOPER_IDS=single");
        user.cooperWith("COOPER_IDS=single", "images").run().ok();
    }

    @Test
    void aStoreIsItsMakersAlone() {
        OrdinaryUser single = user(Ids.SINGLE);
        OrdinaryUser sub = user(Ids.SUB);
        String message = "Choose another folder with --root, or delete this one";
        assertThat(refused(single.cooperWith("COOPER_ROOT=" + folder.resolve("root"), "images")))
                .contains("root");
        assertThat(refused(Cooper.on(single.store()).command("images")))
                .contains("belongs to user 1000, not to you (0)");
        assertThat(refused(sub.cooperWith("COOPER_IDS=single", "images")))
                .contains("with the ids of /etc/subuid", message);
        assertThat(refused(sub.cooperWith("COOPER_ROOT=" + single.store(), "images")))
                .contains("only on record", message);
    }
}
