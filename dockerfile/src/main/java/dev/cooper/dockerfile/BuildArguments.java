// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;

/// Arguments that every build knows without an `ARG` (docs/dockerfile.md).
public final class BuildArguments {
    /// Seen by `RUN` without `ARG`, and then neither in the cache key nor in the history.
    public static final List<String> PROXIES =
            List.of(
                    "HTTP_PROXY", "http_proxy",
                    "HTTPS_PROXY", "https_proxy",
                    "FTP_PROXY", "ftp_proxy",
                    "NO_PROXY", "no_proxy",
                    "ALL_PROXY", "all_proxy");

    /// Global: a stage sees them after `ARG name`.
    public static final List<String> PLATFORM =
            List.of(
                    "TARGETPLATFORM",
                    "TARGETOS",
                    "TARGETOSVERSION",
                    "TARGETARCH",
                    "TARGETVARIANT",
                    "BUILDPLATFORM",
                    "BUILDOS",
                    "BUILDOSVERSION",
                    "BUILDARCH",
                    "BUILDVARIANT",
                    "TARGETSTAGE");

    private BuildArguments() {}

    /// Whether this is one of [#PROXIES].
    public static boolean isProxy(String name) {
        return PROXIES.contains(name);
    }
}
