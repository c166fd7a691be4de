// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A registry, or the way to it, said no.
///
/// The message names what was being done, the host, what came back and, where there is something to
/// try, that too. Texts that came from a server are shortened and their control characters escaped.
public final class RegistryException extends IOException {
    /// What kind of no.
    public enum Kind {
        /// The registry wants to know who asks, or doesn't know this user.
        UNAUTHORIZED,
        /// The registry knows who asks and doesn't allow it.
        DENIED,
        /// There is no such manifest, tag, blob or repository.
        NOT_FOUND,
        /// Too many requests, and the wait that was asked for goes beyond the deadline.
        RATE_LIMITED,
        /// The registry has a problem of its own (5xx).
        UNAVAILABLE,
        /// No connection, or one that broke.
        UNREACHABLE,
        /// The host has no address.
        DNS,
        /// No trust in the other side, or no common way to encrypt.
        TLS,
        /// Nothing came for too long.
        TIMEOUT,
        /// The configuration of this machine forbids this registry.
        BLOCKED,
        /// The registry led to a place that it may not lead to.
        REFUSED,
        /// The bytes that came are not those that were promised.
        CORRUPT,
        /// The answer isn't what the protocol says it is.
        MALFORMED,
        /// The registry or this client can't do that.
        UNSUPPORTED,
        /// The registry did not accept what was sent (another 4xx).
        REJECTED,
        /// A file of the configuration can't be used.
        CONFIGURATION,
        /// The stored password can't be had or kept.
        CREDENTIALS
    }

    private final Kind kind;
    private final String host;
    private final String doing;
    private final int status;
    private final @Nullable String code;

    RegistryException(Kind kind, String host, String doing, String message) {
        this(kind, host, doing, message, 0, null);
    }

    RegistryException(
            Kind kind,
            String host,
            String doing,
            String message,
            int status,
            @Nullable String code) {
        super(doing.isEmpty() ? message : doing + ": " + message);
        this.kind = kind;
        this.host = host;
        this.doing = doing;
        this.status = status;
        this.code = code;
    }

    RegistryException causedBy(Throwable cause) {
        initCause(cause);
        return this;
    }

    public Kind kind() {
        return kind;
    }

    /// Host and port, or the file if it is about one.
    public String host() {
        return host;
    }

    /// What was being done: `pulling the manifest of example.org/a:1`.
    public String doing() {
        return doing;
    }

    /// The HTTP status, 0 if there was none.
    public int status() {
        return status;
    }

    /// The registry's own word, such as `MANIFEST_UNKNOWN`.
    public @Nullable String code() {
        return code;
    }

    /// Whether the same may work later with nothing changed here.
    public boolean temporary() {
        return switch (kind) {
            case RATE_LIMITED, UNAVAILABLE, UNREACHABLE, TIMEOUT -> true;
            case UNAUTHORIZED,
                    DENIED,
                    NOT_FOUND,
                    DNS,
                    TLS,
                    BLOCKED,
                    REFUSED,
                    CORRUPT,
                    MALFORMED,
                    UNSUPPORTED,
                    REJECTED,
                    CONFIGURATION,
                    CREDENTIALS ->
                    false;
        };
    }
}
