// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// A socket of one step's own that leads to an SSH agent: with the owner and mode that the step
/// asks for, and gone with the step.
final class AgentProxy implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Path agent;

    /// @param socket where to listen; short, since a socket's path has 107 bytes at most
    AgentProxy(Path socket, Path agent, int mode, int uid, int gid) throws IOException {
        this.agent = agent;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Path folder = socket.getParent();
        Path name = socket.getFileName();
        if (folder != null && name != null) {
            try (Dir dir = Dir.open(folder)) {
                Name file = Name.of(name.toString());
                dir.chown(file, uid, gid);
                dir.chmod(file, mode);
            }
        }
        Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel step = server.accept();
                Thread.ofVirtual().start(() -> serve(step));
            }
        } catch (IOException _) {
            // Closed: the step is over.
        }
    }

    private void serve(SocketChannel step) {
        try (step;
                SocketChannel real = SocketChannel.open(UnixDomainSocketAddress.of(agent))) {
            Thread back = Thread.ofVirtual().start(() -> copy(real, step));
            copy(step, real);
            back.join();
        } catch (IOException | InterruptedException _) {
            // The program in the step sees its connection end.
        }
    }

    private static void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 14);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException _) {
            // One side is gone, and the other learns it from the end of its stream.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
