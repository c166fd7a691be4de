// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Reference;
import dev.cooper.registry.RegistryException;

/// What registries refuse, in docker's words, with what the client knows after them.
final class RegistryFailures {
    private RegistryFailures() {}

    static CooperException pull(Reference reference, RegistryException e) {
        return switch (e.kind()) {
            case UNAUTHORIZED, DENIED ->
                    new CooperException.NotFound(
                            "pull access denied for %s, repository does not exist or may require 'docker login': %s"
                                    .formatted(reference.familiarName(), e.getMessage()));
            case NOT_FOUND -> notFound(reference, e);
            case RATE_LIMITED,
                    UNAVAILABLE,
                    UNREACHABLE,
                    DNS,
                    TLS,
                    TIMEOUT,
                    BLOCKED,
                    REFUSED,
                    CORRUPT,
                    MALFORMED,
                    UNSUPPORTED,
                    REJECTED,
                    CONFIGURATION,
                    CREDENTIALS ->
                    of(e);
        };
    }

    private static CooperException notFound(Reference reference, RegistryException e) {
        if (e.status() == 0) {
            // The registry has the name, and nothing for this platform.
            return new CooperException.NotFound(message(e));
        }
        return new CooperException.NotFound(
                "NAME_UNKNOWN".equals(e.code())
                        ? "repository %s not found: %s"
                                .formatted(reference.familiarName(), e.getMessage())
                        : "manifest for %s not found: %s"
                                .formatted(reference.familiar(), e.getMessage()));
    }

    static CooperException push(RegistryException e) {
        return switch (e.kind()) {
            case UNAUTHORIZED, DENIED ->
                    new CooperException.RegistryFailure(
                            "denied: requested access to the resource is denied: " + e.getMessage(),
                            e);
            case NOT_FOUND,
                    RATE_LIMITED,
                    UNAVAILABLE,
                    UNREACHABLE,
                    DNS,
                    TLS,
                    TIMEOUT,
                    BLOCKED,
                    REFUSED,
                    CORRUPT,
                    MALFORMED,
                    UNSUPPORTED,
                    REJECTED,
                    CONFIGURATION,
                    CREDENTIALS ->
                    of(e);
        };
    }

    static CooperException login(String host, RegistryException e) {
        return e.kind() == RegistryException.Kind.UNAUTHORIZED
                ? new CooperException.RegistryFailure(
                        "login attempt to %s failed: unauthorized: incorrect username or password (%s)"
                                .formatted(host, e.getMessage()),
                        e)
                : of(e);
    }

    /// What has the same words whatever is being done.
    static CooperException of(RegistryException e) {
        return switch (e.kind()) {
            case DNS -> {
                String host = e.host();
                int port = host.lastIndexOf(':');
                String name = port < 0 || host.endsWith("]") ? host : host.substring(0, port);
                yield new CooperException.RegistryFailure(
                        "Get \"https://%s/v2/\": dial tcp: lookup %s: no such host"
                                .formatted(host, name),
                        e);
            }
            case RATE_LIMITED ->
                    new CooperException.RegistryFailure("toomanyrequests: " + message(e), e);
            case NOT_FOUND -> new CooperException.NotFound(message(e));
            case UNAUTHORIZED,
                    DENIED,
                    UNAVAILABLE,
                    UNREACHABLE,
                    TLS,
                    TIMEOUT,
                    BLOCKED,
                    REFUSED,
                    CORRUPT,
                    MALFORMED,
                    UNSUPPORTED,
                    REJECTED,
                    CONFIGURATION,
                    CREDENTIALS ->
                    new CooperException.RegistryFailure(message(e), e);
        };
    }

    private static String message(RegistryException e) {
        return String.valueOf(e.getMessage());
    }
}
