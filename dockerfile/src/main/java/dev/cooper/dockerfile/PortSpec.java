// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// The ports that a word of `EXPOSE` stands for (docs/dockerfile.md).
public final class PortSpec {
    private PortSpec() {}

    /// Reads an expanded word such as `80`, `8000-8002/udp` or `127.0.0.1:8080:80`.
    ///
    /// @return container ports such as `80/tcp`, in order
    /// @throws InvalidPortException if it is none
    public static List<String> parse(String word) throws InvalidPortException {
        int slash = word.indexOf('/');
        String ports = slash < 0 ? word : word.substring(0, slash);
        String protocol = slash < 0 ? "tcp" : word.substring(slash + 1).toLowerCase(Locale.ROOT);
        if (!List.of("tcp", "udp", "sctp").contains(protocol)) {
            throw new InvalidPortException("invalid proto: " + protocol);
        }
        // ip:host:container and host:container say where a port would be published: not what EXPOSE
        // is for.
        String container = ports.substring(ports.lastIndexOf(':') + 1);
        if (container.isEmpty()) {
            throw new InvalidPortException("no port specified: " + word + "<empty>");
        }
        int dash = container.indexOf('-');
        int first = number(word, dash < 0 ? container : container.substring(0, dash));
        int last = dash < 0 ? first : number(word, container.substring(dash + 1));
        if (last < first) {
            throw new InvalidPortException("invalid containerPort: " + container);
        }
        return IntStream.rangeClosed(first, last).mapToObj(port -> port + "/" + protocol).toList();
    }

    private static int number(String word, String digits) throws InvalidPortException {
        if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > 65535) {
            throw new InvalidPortException("invalid containerPort: " + word);
        }
        return Integer.parseInt(digits);
    }

    /// A word that is no port.
    public static final class InvalidPortException extends Exception {
        /// An error in docker's words.
        public InvalidPortException(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
