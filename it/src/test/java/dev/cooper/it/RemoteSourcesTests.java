// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cooper.testkit.Command;
import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// `ADD` and contexts from the web and from git, all of them on loopback.
@Tag("once")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteSourcesTests {
    @TempDir static Path temp;
    private Cooper cooper;
    private HttpServer web;
    private String url;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile String page = "one";
    private Process daemon;
    private String git;

    @BeforeAll
    void start() throws IOException {
        cooper = Cooper.on(temp.resolve("store")).withBase("busybox");
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", this::answer);
        web.start();
        url = "http://127.0.0.1:" + web.getAddress().getPort();
        startGit();
    }

    private void startGit() throws IOException {
        Path repo = Files.createDirectories(temp.resolve("repos/app.git"));
        Path work = Files.createDirectories(temp.resolve("work/sub"));
        Files.writeString(work.resolve("inner.txt"), "inner\n");
        Files.writeString(work.getParent().resolve("file.txt"), "first\n");
        Files.writeString(
                work.getParent().resolve("Dockerfile"), "FROM busybox\nCOPY file.txt /copied\n");
        Files.writeString(work.getParent().resolve(".dockerignore"), "file.txt\n");
        git(work.getParent(), "init", "-q", "-b", "main");
        git(work.getParent(), "add", ".");
        git(work.getParent(), "commit", "-q", "-m", "first");
        git(work.getParent(), "tag", "v1");
        git(repo, "init", "-q", "--bare", "-b", "main");
        git(work.getParent(), "push", "-q", repo.toString(), "main", "v1");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        daemon =
                Command.of(
                                "git",
                                "daemon",
                                "--export-all",
                                "--listen=127.0.0.1",
                                "--port=" + port,
                                "--base-path=" + temp.resolve("repos"),
                                temp.resolve("repos").toString())
                        .start(temp.resolve("daemon.out"), temp.resolve("daemon.err"));
        git = "git://127.0.0.1:" + port + "/app.git";
        while (Command.of("git", "ls-remote", git).run().exitCode() != 0) {
            assertThat(daemon.isAlive()).as("the git daemon").isTrue();
        }
    }

    private static void git(Path folder, String... words) {
        Command.of("git", "-c", "user.name=t", "-c", "user.email=t@example.com")
                .with(words)
                .in(folder)
                .run()
                .ok();
    }

    @AfterAll
    void stop() {
        web.stop(0);
        daemon.descendants().forEach(ProcessHandle::destroyForcibly);
        daemon.destroyForcibly();
    }

    @BeforeEach
    void forget() {
        requests.clear();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String tag = exchange.getRequestHeaders().getFirst("If-None-Match");
        requests.add(path + (tag == null ? "" : " " + tag));
        try (exchange) {
            switch (path) {
                case "/page.txt" -> {
                    String etag = "\"" + page + "\"";
                    exchange.getResponseHeaders().set("ETag", etag);
                    exchange.getResponseHeaders()
                            .set("Last-Modified", "Tue, 02 Jan 2024 03:04:05 GMT");
                    if (etag.equals(tag)) {
                        exchange.sendResponseHeaders(304, -1);
                    } else {
                        send(exchange, page.getBytes(UTF_8));
                    }
                }
                case "/moved" -> redirect(exchange, "/page.txt");
                case "/evil" -> redirect(exchange, "file:///etc/passwd");
                case "/loop" -> redirect(exchange, "/loop");
                case "/context.tar" -> send(exchange, Files.readAllBytes(temp.resolve("ctx.tar")));
                case "/Dockerfile" -> send(exchange, "FROM busybox\nRUN true\n".getBytes(UTF_8));
                default -> exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        exchange.sendResponseHeaders(302, -1);
    }

    private Result build(String dockerfile) {
        return cooper.command("build", "--progress", "plain", "-t", "remote", "-")
                .input(dockerfile)
                .run();
    }

    private String inImage(String command) {
        return cooper.ok("run", "--rm", "remote", "sh", "-c", command).text();
    }

    @Test
    void addsAFileWithItsNameTimeAndMode() {
        page = "one";
        build("FROM busybox\nADD " + url + "/page.txt /web/\n").ok();
        assertThat(inImage("cat /web/page.txt; stat -c ' %a %u %Y' /web/page.txt"))
                .isEqualTo("one 600 0 1704164645");
    }

    @Test
    void asksAgainAndFetchesOnlyWhatChanged() {
        page = "before";
        String dockerfile = "FROM busybox\nADD " + url + "/page.txt /p\nRUN cat /p\n";
        build(dockerfile).ok();
        requests.clear();
        assertThat(build(dockerfile).ok().err()).contains("RUN cat /p\n#", "CACHED");
        assertThat(requests).containsExactly("/page.txt \"before\"");
        page = "after";
        build(dockerfile).ok();
        assertThat(inImage("cat /p")).isEqualTo("after");
    }

    @Test
    void aChecksumIsHeldAgainstWhatCame() throws Exception {
        page = "checked";
        String digest =
                "sha256:"
                        + HexFormat.of()
                                .formatHex(
                                        MessageDigest.getInstance("SHA-256")
                                                .digest("checked".getBytes(UTF_8)));
        String add = "FROM busybox\nADD --checksum=%s " + url + "/page.txt /p\n";
        build(add.formatted(digest)).ok();
        requests.clear();
        build(add.formatted(digest)).ok();
        assertThat(requests).as("a known digest needs no look").isEmpty();
        String other = digest.replaceFirst("[0-9a-f]$", digest.endsWith("0") ? "1" : "0");
        assertThat(build(add.formatted(other)).exits(1).err())
                .contains("digest mismatch", other)
                .doesNotContain("Exception");
    }

    @Test
    void redirectsLeadOnlyToTheWeb() {
        page = "moved";
        build("FROM busybox\nADD " + url + "/moved /p\n").ok();
        assertThat(inImage("cat /p")).isEqualTo("moved");
        assertThat(build("FROM busybox\nADD " + url + "/evil /p\n").exits(1).err())
                .contains("refused", "redirects to file://")
                .contains("   2 | >>> ADD");
        assertThat(build("FROM busybox\nADD " + url + "/loop /p\n").exits(1).err())
                .contains("too many redirects");
        assertThat(build("FROM busybox\nADD " + url + "/nothing /p\n").exits(1).err())
                .contains("the server answers 404");
    }

    @Test
    void addsARepository() {
        build("FROM busybox\nADD " + git + "#v1 /src\nADD " + git + "#main:sub /sub/\n").ok();
        assertThat(inImage("cat /src/file.txt /sub/inner.txt; ls -A /src | tr '\\n' ' '"))
                .isEqualTo("first\ninner\n.dockerignore Dockerfile file.txt sub");
        build("FROM busybox\nADD --keep-git-dir=true " + git + " /src\n").ok();
        assertThat(inImage("ls -d /src/.git")).isEqualTo("/src/.git");
    }

    @Test
    void aRepositoryIsAContextWithoutItsIgnoreFile() {
        cooper.ok("build", "-t", "remote", git + "#v1");
        assertThat(inImage("cat /copied")).isEqualTo("first");
    }

    @Test
    void aRepositoryHasTheDateOfItsCommit() {
        String seconds =
                Command.of("git", "log", "-1", "--format=%ct")
                        .in(temp.resolve("work"))
                        .run()
                        .ok()
                        .text();
        String dockerfile =
                "FROM busybox\nARG SOURCE_DATE_EPOCH\nRUN echo $SOURCE_DATE_EPOCH >/e\n";
        cooper.command("build", "-t", "remote", "-f", "-", git)
                .with("--build-arg", "SOURCE_DATE_EPOCH=context")
                .input(dockerfile)
                .run()
                .ok();
        assertThat(inImage("cat /e")).isEqualTo(seconds);
        build("ARG SOURCE_DATE_EPOCH=src\nFROM scratch AS src\nADD " + git + " /\n" + dockerfile)
                .ok();
        assertThat(inImage("cat /e")).isEqualTo(seconds);
        cooper.command("build", "-t", "remote", "-f", "-", "--build-context", "src=" + git, git)
                .with("--build-arg", "SOURCE_DATE_EPOCH=src")
                .with("--build-arg", "BUILDKIT_CONTEXT_KEEP_GIT_DIR=1")
                .input(dockerfile + "COPY . /src\n")
                .run()
                .ok();
        assertThat(inImage("cat /e; ls -d /src/.git")).isEqualTo(seconds + "\n/src/.git");
    }

    @Test
    void refsThatAreNoRefsAreRefused() {
        for (String bad :
                List.of("#--upload-pack=touch", "#../../etc", "#v1..main", "?upload-pack=x")) {
            assertThat(build("FROM busybox\nADD " + git + bad + " /src\n").exits(1).err())
                    .contains("ADD git://")
                    .containsAnyOf("invalid git ref", "unexpected query");
        }
        assertThat(build("FROM busybox\nADD " + git + "#nosuch /src\n").exits(1).err())
                .contains("does not contain ref nosuch");
        assertThat(build("FROM busybox\nADD " + git + "#main:none /src\n").exits(1).err())
                .contains("has no directory none");
    }

    @Test
    void anArchiveOrADockerfileOnTheWebIsAContext() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("ctx"));
        Files.writeString(folder.resolve("Dockerfile"), "FROM busybox\nCOPY f /from-tar\n");
        Files.writeString(folder.resolve("f"), "tarred");
        Command.of("tar", "-cf", temp.resolve("ctx.tar").toString(), "-C", folder.toString(), ".")
                .run()
                .ok();
        cooper.ok("build", "-t", "remote", url + "/context.tar");
        assertThat(inImage("cat /from-tar")).isEqualTo("tarred");
        cooper.ok("build", "-t", "remote", url + "/Dockerfile");
    }

    @Test
    void remoteContextsAreChecked() throws IOException {
        String clean = "Check complete, no warnings found.\n";
        assertThat(cooper.ok("build", "--check", url + "/Dockerfile").out()).isEqualTo(clean);
        assertThat(cooper.ok("build", "--check", git + "#v1").out()).isEqualTo(clean);
        assertThat(cooper.ok("build", "--call=targets", git).out())
                .isEqualTo("TARGET    DESCRIPTION\n(default) \n");
        assertThat(cooper.run("build", "--check", url + "/nothere").exits(1).err())
                .startsWith("ERROR: unable to prepare context: ");
    }
}
