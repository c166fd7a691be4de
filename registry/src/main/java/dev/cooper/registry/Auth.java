// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.registry.RegistryException.Kind;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Answers a registry's challenges. The first request to a registry goes out bare; its challenge is
/// remembered, and from then on a token is got before the request. Safe for use by any number of
/// threads.
///
/// A password goes to the token server that its registry names, also to another host: whoever
/// writes the registry's answers could as well ask for it with `Basic`. [Destinations] has the
/// rules for where that server may be.
final class Auth {
    private final TokenServer server;
    private final Destinations destinations;
    private final CredentialSource credentials;
    private final Tokens tokens;
    private final Map<Origin, List<Challenge>> challenges = new ConcurrentHashMap<>();

    Auth(Transport transport, CredentialSource credentials) {
        this.server = new TokenServer(transport);
        this.destinations = transport.destinations();
        this.credentials = credentials;
        this.tokens = new Tokens(transport.patience());
    }

    /// @param host whose credentials count
    /// @param scopes what the request needs, and no more; the first one's repository decides which
    ///   of the host's credentials
    Authorization of(Origin registry, String host, List<Scope> scopes, String doing) {
        return new Authorization() {
            @Override
            public @Nullable String header() throws IOException {
                return answer(registry, host, scopes, doing, null);
            }

            @Override
            public boolean renew(List<String> headers, @Nullable String used) throws IOException {
                List<Challenge> offered = Challenge.parse(headers);
                if (offered.isEmpty()) {
                    return false;
                }
                challenges.put(registry, offered);
                String better = answer(registry, host, scopes, doing, used);
                return better != null && !better.equals(used);
            }
        };
    }

    private @Nullable String answer(
            Origin registry,
            String host,
            List<Scope> scopes,
            String doing,
            @Nullable String refused)
            throws IOException {
        List<Challenge> offered = challenges.get(registry);
        if (offered == null) {
            return null;
        }
        String repository = scopes.isEmpty() ? "" : scopes.getFirst().repository();
        Credential credential = credentials.find(host, repository);
        for (Challenge each : offered) {
            String realm = each.parameter("realm");
            if (each.scheme().equals("bearer") && realm != null) {
                return bearer(registry, each, realm, credential, scopes, doing, refused);
            }
        }
        boolean basic = offered.stream().anyMatch(each -> each.scheme().equals("basic"));
        return switch (credential) {
            case Credential.Password password -> basic ? password.basic() : null;
            case Credential.RegistryToken token -> "Bearer " + token.secret();
            case Credential.IdentityToken _, Credential.Anonymous _ -> null;
        };
    }

    private String bearer(
            Origin registry,
            Challenge challenge,
            String realm,
            Credential credential,
            List<Scope> scopes,
            String doing,
            @Nullable String refused)
            throws IOException {
        if (credential instanceof Credential.RegistryToken token) {
            return "Bearer " + token.secret();
        }
        TokenServer.Realm checked = realm(registry, challenge, realm, doing);
        Collection<String> wanted = wanted(scopes, challenge.parameter("scope"));
        Tokens.Key key =
                new Tokens.Key(
                        registry,
                        realm,
                        checked.service(),
                        String.join(" ", wanted),
                        identity(credential));
        String old = refused != null && refused.startsWith("Bearer ") ? refused.substring(7) : null;
        return "Bearer "
                + tokens.token(
                        key, old, () -> server.fetch(checked, credential, wanted, doing).token());
    }

    private TokenServer.Realm realm(
            Origin registry, Challenge challenge, String realm, String doing)
            throws RegistryException {
        String service = challenge.parameter("service");
        return TokenServer.Realm.checked(
                destinations, registry, realm, service == null ? "" : service, doing);
    }

    /// Our own scopes, and the server's if they are of a kind that we know nothing of: some
    /// registries have their own. What it says about repositories is not asked for; a server could
    /// otherwise have a token made that can do more than the request needs.
    private static Collection<String> wanted(List<Scope> scopes, @Nullable String theirs) {
        TreeSet<String> all = new TreeSet<>(Scope.texts(scopes));
        if (theirs != null) {
            for (String each : theirs.strip().split("\\s+")) {
                if (!each.isEmpty()
                        && !each.startsWith("repository:")
                        && !each.startsWith("repository(")
                        && !each.startsWith("registry:")) {
                    all.add(each);
                }
            }
        }
        return all;
    }

    private static String identity(Credential credential) {
        return switch (credential) {
            case Credential.Anonymous _ -> "";
            case Credential.Password password -> hash("p", password.user(), password.secret());
            case Credential.IdentityToken token -> hash("i", token.user(), token.secret());
            case Credential.RegistryToken token -> hash("r", "", token.secret());
        };
    }

    private static String hash(String kind, String user, String secret) {
        byte[] all =
                (kind + "\0" + user + "\0" + secret)
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return dev.cooper.oci.Digest.sha256(all).hex();
    }

    /// Tries a name and a password at a registry, and returns what is to be kept: an identity token
    /// if its token server gives one, else the same.
    Credential verify(Transport transport, Call ping, Credential given) throws IOException {
        Origin registry = Origin.of(ping.uri());
        List<Challenge> offered;
        try (Response response = transport.send(ping)) {
            if (response.status() == 200) {
                return given;
            }
            if (response.status() != 401) {
                throw response.failure();
            }
            offered = Challenge.parse(response.headers("WWW-Authenticate"));
        }
        for (Challenge each : offered) {
            String realm = each.parameter("realm");
            if (each.scheme().equals("bearer") && realm != null) {
                TokenServer.Answer answer =
                        server.login(
                                realm(registry, each, realm, ping.doing()), given, ping.doing());
                check(transport, ping, "Bearer " + answer.token().value());
                return answer.refresh() != null && given instanceof Credential.Password password
                        ? new Credential.IdentityToken(password.user(), answer.refresh())
                        : given;
            }
        }
        if (given instanceof Credential.Password password
                && offered.stream().anyMatch(each -> each.scheme().equals("basic"))) {
            check(transport, ping, password.basic());
            return given;
        }
        throw new RegistryException(
                Kind.UNSUPPORTED,
                registry.authority(),
                ping.doing(),
                registry.authority() + " asks for a kind of login that isn't Basic or Bearer");
    }

    private static void check(Transport transport, Call ping, String header) throws IOException {
        try (Response response = transport.send(ping.by(Authorization.fixed(header)))) {
            response.require(200);
        }
    }
}
