// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.io.IOException;

/// Knows who somebody is at which registry. Safe for use by any number of threads.
@FunctionalInterface
public interface CredentialSource {
    /// @param host as in an image's name, `docker.io` for the hub; only this very host's
    ///   credentials may be returned
    /// @param repository the path below it, for those who are known differently in different places
    Credential find(String host, String repository) throws IOException;

    /// The same everywhere, for a caller that knows what it asks for.
    static CredentialSource only(String host, Credential credential) {
        return (asked, _) -> asked.equals(host) ? credential : Credential.ANONYMOUS;
    }
}
