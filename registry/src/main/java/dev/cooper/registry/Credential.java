// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Who somebody is at a registry. None of these shows its secret when it is printed.
public sealed interface Credential {
    Credential ANONYMOUS = new Anonymous();

    /// Nobody in particular.
    record Anonymous() implements Credential {}

    /// A name and a password, or what stands for one.
    record Password(String user, String secret) implements Credential {
        String basic() {
            byte[] both = (user + ":" + secret).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(both);
        }

        @Override
        public String toString() {
            return "password of " + user;
        }
    }

    /// What a token server gives instead of a password to keep: an OAuth 2 refresh token.
    ///
    /// @param user may be empty
    record IdentityToken(String user, String secret) implements Credential {
        @Override
        public String toString() {
            return "identity token of " + user;
        }
    }

    /// A token to send to the registry as it is.
    record RegistryToken(String secret) implements Credential {
        @Override
        public String toString() {
            return "registry token";
        }
    }
}
