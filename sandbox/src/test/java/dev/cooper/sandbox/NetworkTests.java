// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(value = Sandbox.Kind.class, names = "CHROOT", mode = EnumSource.Mode.EXCLUDE)
class NetworkTests {
    private final Sandbox sandbox;

    @TempDir Path folder;
    private Box box;

    NetworkTests(Sandbox.Kind kind) throws Exception {
        this.sandbox = TestDrivers.of(kind);
    }

    @BeforeEach
    void box() throws Exception {
        box = new Box(folder);
    }

    @Test
    void hostReachesTheHost() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serve(server));
            Box.Result result =
                    box.sh(sandbox, "nc 127.0.0.1 " + server.getLocalPort() + " </dev/null");
            assertThat(result.text()).isEqualTo("hello\n");
            served.get();
        }
    }

    private static void serve(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getOutputStream().write("hello\n".getBytes(US_ASCII));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void noneHasALoopbackAndNothingElse() throws Exception {
        box.network = SandboxNetwork.NONE;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Box.Result result =
                    box.sh(
                            sandbox,
                            "nc 127.0.0.1 "
                                    + server.getLocalPort()
                                    + " </dev/null && echo reached;"
                                    + " ls /sys/class/net; ip -o route; ip -o addr show up | grep -c 127.0.0.1;"
                                    + " cat /etc/resolv.conf");
            assertThat(result.text()).isEqualTo("lo\n1\n");
            assertThat(result.err()).contains("Connection refused");
        }
    }
}
