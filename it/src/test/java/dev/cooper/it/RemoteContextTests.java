// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cooper.testkit.Command;
import dev.cooper.testkit.Context;
import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Named contexts, Dockerfiles and dates that come from the web, and servers that mean harm.
@Tag("once")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteContextTests {
    private static final String NEWEST = "1700000302";

    @TempDir static Path temp;
    private Cooper cooper;
    private HttpServer web;
    private String url;
    private Path tar;
    private Context context;

    @BeforeAll
    void start() throws IOException {
        cooper = Cooper.on(temp.resolve("store")).withBase("busybox");
        context = Context.in(Files.createDirectories(temp.resolve("context")));
        context.file("foo", "local");
        Path folder = Files.createDirectories(temp.resolve("packed"));
        Files.writeString(folder.resolve("Dockerfile"), "FROM busybox\nCOPY foo /foo\n");
        Files.writeString(folder.resolve("foo"), "packed");
        tar = temp.resolve("packed.tar");
        Command.of("tar", "--mtime=@" + NEWEST, "-cf", tar.toString(), "-C", folder.toString())
                .with("Dockerfile", "foo")
                .run()
                .ok();
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", this::answer);
        web.start();
        url = "http://127.0.0.1:" + web.getAddress().getPort();
    }

    @AfterAll
    void stop() {
        web.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/packed.tar" -> send(exchange, Files.readAllBytes(tar));
                case "/dated.tar" -> {
                    exchange.getResponseHeaders()
                            .set("Last-Modified", "Tue, 02 Jan 2024 03:04:05 GMT");
                    send(exchange, Files.readAllBytes(tar));
                }
                case "/Dockerfile" ->
                        send(exchange, "FROM busybox\nCOPY foo /by-web\n".getBytes(UTF_8));
                case "/private" -> {
                    String token = exchange.getRequestHeaders().getFirst("Authorization");
                    if ("Bearer lent".equals(token)) {
                        send(exchange, "for members".getBytes(UTF_8));
                    } else {
                        exchange.sendResponseHeaders(401, -1);
                    }
                }
                case "/huge" -> {
                    exchange.sendResponseHeaders(200, 10L << 40);
                    exchange.getResponseBody().write('x');
                    exchange.getResponseBody().flush();
                }
                case "/cut" -> {
                    exchange.sendResponseHeaders(200, 100);
                    exchange.getResponseBody().write('x');
                    exchange.getResponseBody().flush();
                }
                case "/inside" -> {
                    exchange.getResponseHeaders().set("Location", "http://169.254.169.254/x");
                    exchange.sendResponseHeaders(302, -1);
                }
                case "/a/.." -> {
                    exchange.getResponseHeaders()
                            .set("Content-Disposition", "attachment; filename=../../x");
                    send(exchange, "dots".getBytes(UTF_8));
                }
                default -> exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private Result build(String dockerfile, String... options) {
        return cooper.command("build", "--progress", "plain", "-t", "remote", "-f", "-")
                .with(options)
                .with(context.toString())
                .input(dockerfile)
                .run();
    }

    private String inImage(String command) {
        return cooper.ok("run", "--rm", "remote", "sh", "-c", command).text();
    }

    private String created() {
        return cooper.ok("inspect", "-f", "{{.Created}}", "remote").text();
    }

    @Test
    void aFileOnTheWebIsAContextOfOneFile() {
        String web = "web=" + url + "/packed.tar";
        build(
                        "FROM busybox\nCOPY --from=web context /t/\n"
                                + "RUN --mount=from=web,target=/m tar -tf /m/context > /names\n",
                        "--build-context",
                        web)
                .ok();
        assertThat(inImage("ls /t; cat /names")).isEqualTo("context\nDockerfile\nfoo");
        build("FROM web\nCOPY foo /foo\n", "--build-context", web).ok();
        assertThat(cooper.ok("history", "--format", "{{.CreatedBy}}", "remote").text())
                .isEqualTo("COPY foo /foo # buildkit\ncontext web");
    }

    @Test
    void contextsOfUnknownKindsAreRefused() {
        assertThat(build("FROM busybox\n", "--build-context", "web=ftp://host/x").exits(1).err())
                .contains("invalid build context web: ftp://host/x is neither a folder");
        assertThat(build("FROM busybox\n", "--build-context", "web=https:///x").exits(1).err())
                .contains("a URL without a host");
    }

    @Test
    void theDockerfileMayBeElsewhereThanTheContext() throws IOException {
        cooper.ok("build", "-t", "remote", "-f", url + "/Dockerfile", context.toString());
        assertThat(inImage("cat /by-web")).isEqualTo("local");
        cooper.ok("build", "-t", "remote", "-f", url + "/Dockerfile", url + "/packed.tar");
        assertThat(inImage("cat /by-web")).isEqualTo("packed");
        cooper.command("build", "-t", "remote", "-f", "-", url + "/packed.tar")
                .input("FROM busybox\nCOPY foo /by-input\n")
                .run()
                .ok();
        assertThat(inImage("cat /by-input")).isEqualTo("packed");
        Path own = context.file("Own", "FROM busybox\nCOPY foo /by-path\n").path("Own");
        cooper.ok("build", "-t", "remote", "-f", own.toString(), url + "/packed.tar");
        assertThat(inImage("cat /by-path")).isEqualTo("packed");
        cooper.command("build", "-t", "remote", "-f", own.toString(), "-")
                .input(Files.readAllBytes(tar))
                .run()
                .ok();
        assertThat(inImage("cat /by-path")).isEqualTo("packed");
        assertThat(cooper.run("build", "-f", url + "/none", context.toString()).exits(1).err())
                .contains("failed to read dockerfile: cannot get", "the server answers 404");
        assertThat(cooper.run("build", "-f", "Own", url + "/packed.tar").exits(1).err())
                .contains("open Own: no such file or directory");
    }

    @Test
    void contextsHaveDates() {
        cooper.ok("build", "-t", "remote", "--build-arg", date("context"), url + "/dated.tar");
        assertThat(created()).isEqualTo("2024-01-02T03:04:05Z");
        cooper.ok("build", "-t", "remote", "--build-arg", date("context"), url + "/packed.tar");
        assertThat(created()).isEqualTo("2023-11-14T22:18:22Z");
        String stage = "FROM busybox\nARG SOURCE_DATE_EPOCH\nRUN echo $SOURCE_DATE_EPOCH >/e\n";
        build(
                        "ARG SOURCE_DATE_EPOCH=web\n" + stage,
                        "--build-context",
                        "web=" + url + "/packed.tar")
                .ok();
        assertThat(inImage("cat /e; stat -c %Y /e")).isEqualTo(NEWEST + "\n" + NEWEST);
        build(
                        "ARG SOURCE_DATE_EPOCH=source\nFROM scratch AS Source\nARG N=packed\nADD "
                                + url
                                + "/$N.tar /\n"
                                + stage)
                .ok();
        assertThat(inImage("cat /e")).isEqualTo(NEWEST);
    }

    private static String date(String value) {
        return "SOURCE_DATE_EPOCH=" + value;
    }

    @Test
    void secretsOpenWhatIsNotForEverybody() {
        String add = "FROM busybox\nADD " + url + "/private /p\n";
        assertThat(build(add).exits(1).err()).contains("the server answers 401");
        cooper.command("build", "-t", "remote", "-f", "-")
                .with("--secret", "id=HTTP_AUTH_TOKEN_127.0.0.1,env=TOKEN", context.toString())
                .env("TOKEN", "lent")
                .input(add)
                .run()
                .ok();
        assertThat(inImage("cat /p")).isEqualTo("for members");
    }

    @Test
    void serversThatMeanHarm() {
        String add = "FROM busybox\nADD " + url;
        assertThat(build(add + "/huge /p\n").exits(1).err()).contains("larger than 1 TiB");
        assertThat(build(add + "/cut /p\n").exits(1).err())
                .contains("/cut: the connection broke off")
                .doesNotContain("Exception");
        assertThat(build(add + "/inside /p\n").exits(1).err())
                .contains("redirects into this machine's own networks");
        build(add + "/a/.. /p/\n").ok();
        assertThat(inImage("ls -A /p; ls -d /x*; true")).isEqualTo("__unnamed__");
    }
}
