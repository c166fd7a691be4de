// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.remote;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.build.solver.StepException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Bodies whose length nobody has told.
class HttpFetchTests {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private ServerSocket server;

    private interface Body {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        threads.shutdownNow();
        threads.close();
    }

    private URI serve(Body body) {
        threads.execute(() -> {
            try (Socket socket = server.accept();
                    OutputStream out = socket.getOutputStream()) {
                readRequest(socket.getInputStream());
                out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
                out.flush();
                body.write(out);
            } catch (IOException | InterruptedException e) {
                // The client has gone, or the test is over.
                Thread.currentThread().interrupt();
            }
        });
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/file");
    }

    /// What is left unread when a socket is closed makes it a reset.
    private static void readRequest(InputStream in) throws IOException {
        StringBuilder end = new StringBuilder();
        while (end.indexOf("\r\n\r\n") < 0) {
            end.append((char) in.read());
        }
    }

    private static void get(URI url) throws IOException, InterruptedException, StepException {
        new HttpFetch(Map.of(), Duration.ofSeconds(1))
                .get(url, null, OutputStream::nullOutputStream);
    }

    @Test
    void aBodyThatStallsFails() {
        URI url =
                serve(out -> {
                    out.write('x');
                    Thread.sleep(Duration.ofHours(1));
                });
        assertThatThrownBy(() -> get(url))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("less than 1024 bytes came in 1 seconds");
    }

    @Test
    void aBodyThatDripsFails() {
        URI url =
                serve(out -> {
                    while (true) {
                        out.write('x');
                        Thread.sleep(100);
                    }
                });
        assertThatThrownBy(() -> get(url))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("less than 1024 bytes came in 1 seconds");
    }

    @Test
    void textsHaveALimit() {
        URI url = serve(out -> out.write(new byte[3 << 20]));
        assertThatThrownBy(() -> new HttpFetch(Map.of()).text(url, 2 << 20))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("larger than 2 MiB");
    }
}
