// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The files by which a program finds its name and others.
final class NetworkFiles {
    private static final Path RESOLVERS = Path.of("/etc/resolv.conf");

    private NetworkFiles() {}

    static byte[] hosts(SandboxSpec spec) {
        StringBuilder text =
                new StringBuilder(
                        """
                        127.0.0.1\tlocalhost
                        ::1\tlocalhost ip6-localhost ip6-loopback
                        fe00::\tip6-localnet
                        ff00::\tip6-mcastprefix
                        ff02::1\tip6-allnodes
                        ff02::2\tip6-allrouters
                        """);
        text.append("127.0.0.1\t").append(spec.hostname()).append('\n');
        for (String line : spec.extraHosts()) {
            text.append(line).append('\n');
        }
        return text.toString().getBytes(UTF_8);
    }

    static byte[] hostname(SandboxSpec spec) {
        return (spec.hostname() + "\n").getBytes(UTF_8);
    }

    /// The host's, as long as the network is the host's.
    static byte[] resolvers(SandboxSpec spec) throws IOException {
        return switch (spec.network()) {
            case NONE -> new byte[0];
            case HOST -> {
                try {
                    yield Files.readAllBytes(RESOLVERS);
                } catch (NoSuchFileException e) {
                    yield new byte[0];
                }
            }
        };
    }
}
