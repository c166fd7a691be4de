// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.util.List;

/// What can be asked of registries beside images themselves. Safe for any number of threads.
public interface Registries {
    /// Asks a registry whether it knows this user, and keeps the answer where docker would.
    ///
    /// @param host as in an image's name; `docker.io` for the hub
    /// @return where it is kept: a file, or the name of a program
    /// @throws CooperException.RegistryFailure if it doesn't
    String login(String host, String user, String secret);

    /// Forgets what [#login] kept; false if there was nothing.
    boolean logout(String host);

    /// The tags of a repository, in the registry's order.
    ///
    /// @param repository a name without tag and digest
    List<String> tags(String repository);

    /// The manifest or index that a name leads to, byte for byte.
    byte[] manifest(String name);
}
