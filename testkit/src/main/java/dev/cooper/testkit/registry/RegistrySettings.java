// SPDX-License-Identifier: Apache-2.0
package dev.cooper.testkit.registry;

import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// How a [TestRegistry] is. Immutable.
///
/// @param users their passwords
/// @param redirects whether blobs come from another server
/// @param relative whether the addresses of uploads leave out the host
/// @param pieces whether uploads may come in pieces
/// @param leastPiece the fewest bytes of a piece, 0 if nothing is said
/// @param mounts whether blobs may be taken over from other repositories
/// @param referrers whether it has the list of referrers
/// @param page most tags in one answer
/// @param tokenMember where its token server puts the token
/// @param asksForClients whether clients have to show a certificate
public record RegistrySettings(
        Auth auth,
        Map<String, String> users,
        boolean redirects,
        boolean relative,
        boolean pieces,
        int leastPiece,
        boolean mounts,
        boolean referrers,
        boolean deletes,
        int page,
        String tokenMember,
        @Nullable SSLContext tls,
        boolean asksForClients) {
    /// How it wants to know who asks.
    public enum Auth {
        NONE,
        BASIC,
        BEARER
    }

    public static final RegistrySettings OPEN =
            new RegistrySettings(
                    Auth.NONE, Map.of(), false, true, true, 0, true, true, true, 100, "token", null,
                    false);

    /// Tokens for everybody to pull and for `user` (password `secret`) to push, blobs elsewhere, no
    /// list of referrers, nothing deleted.
    public static final RegistrySettings HUB_LIKE =
            new RegistrySettings(
                    Auth.BEARER,
                    Map.of("user", "secret"),
                    true,
                    false,
                    true,
                    0,
                    true,
                    false,
                    false,
                    100,
                    "token",
                    null,
                    false);

    public RegistrySettings withAuth(Auth value) {
        return new RegistrySettings(
                value,
                Map.of("user", "secret"),
                redirects,
                relative,
                pieces,
                leastPiece,
                mounts,
                referrers,
                deletes,
                page,
                tokenMember,
                tls,
                asksForClients);
    }

    public RegistrySettings withPieces(boolean value, int least) {
        return new RegistrySettings(
                auth,
                users,
                redirects,
                relative,
                value,
                least,
                mounts,
                referrers,
                deletes,
                page,
                tokenMember,
                tls,
                asksForClients);
    }

    public RegistrySettings withMounts(boolean value) {
        return new RegistrySettings(
                auth,
                users,
                redirects,
                relative,
                pieces,
                leastPiece,
                value,
                referrers,
                deletes,
                page,
                tokenMember,
                tls,
                asksForClients);
    }

    public RegistrySettings withReferrers(boolean value) {
        return new RegistrySettings(
                auth,
                users,
                redirects,
                relative,
                pieces,
                leastPiece,
                mounts,
                value,
                deletes,
                page,
                tokenMember,
                tls,
                asksForClients);
    }

    public RegistrySettings withPage(int value) {
        return new RegistrySettings(
                auth,
                users,
                redirects,
                relative,
                pieces,
                leastPiece,
                mounts,
                referrers,
                deletes,
                value,
                tokenMember,
                tls,
                asksForClients);
    }

    public RegistrySettings withTokenMember(String value) {
        return new RegistrySettings(
                auth,
                users,
                redirects,
                relative,
                pieces,
                leastPiece,
                mounts,
                referrers,
                deletes,
                page,
                value,
                tls,
                asksForClients);
    }

    public RegistrySettings withTls(SSLContext value, boolean asks) {
        return new RegistrySettings(
                auth,
                users,
                redirects,
                relative,
                pieces,
                leastPiece,
                mounts,
                referrers,
                deletes,
                page,
                tokenMember,
                value,
                asks);
    }
}
