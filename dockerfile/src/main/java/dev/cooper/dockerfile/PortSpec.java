// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;

/// The ports that a word of `EXPOSE` stands for (DOCKERFILE.md 1.2).
@SuppressWarnings({"unused", "UnusedMethod", "UnusedVariable", "DoNotCallSuggester"})
public final class PortSpec {
    private PortSpec() {}

    /// Reads an expanded word such as `80`, `8000-8002/udp` or `127.0.0.1:8080:80`.
    ///
    /// @return container ports such as `80/tcp`, in order
    /// @throws InvalidPortException if it is none
    public static List<String> parse(String word) throws InvalidPortException {
        throw new UnsupportedOperationException();
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
