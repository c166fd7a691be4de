// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.registry.Destinations.Purpose;
import dev.cooper.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The server that makes a registry's tokens: asked by GET, as registries specify it ("Token
/// Authentication"), and by POST where it is given an OAuth 2 refresh token (RFC 6749, 6).
final class TokenServer {
    private static final int MOST = 1 << 20;
    private static final String CLIENT = "cooper";

    /// Seconds that a token lives if nobody says.
    private static final long LIFE = 60;

    /// The longest that one is believed.
    private static final long LONGEST = 86_400;

    private final Transport transport;

    TokenServer(Transport transport) {
        this.transport = transport;
    }

    /// A token server, of which is known that its registry may name it.
    record Realm(URI uri, String service) {
        static Realm checked(
                Destinations destinations,
                Origin registry,
                String realm,
                String service,
                String doing)
                throws RegistryException {
            try {
                URI uri = new URI(realm);
                destinations.check(registry, uri, Purpose.REALM, doing);
                return new Realm(uri, service);
            } catch (URISyntaxException e) {
                throw new RegistryException(
                                Kind.MALFORMED,
                                registry.authority(),
                                doing,
                                registry.authority()
                                        + " names a token server that has no address: "
                                        + Shown.text(realm, 100))
                        .causedBy(e);
            }
        }
    }

    /// @param refresh what may be kept in place of a password
    record Answer(Tokens.Token token, @Nullable String refresh) {}

    Answer fetch(Realm realm, Credential credential, Collection<String> scopes, String doing)
            throws IOException {
        return switch (credential) {
            case Credential.IdentityToken identity ->
                    post(
                            realm,
                            scopes,
                            List.of(
                                    "grant_type",
                                    "refresh_token",
                                    "refresh_token",
                                    identity.secret()),
                            doing);
            case Credential.Password password -> byPassword(realm, password, scopes, false, doing);
            case Credential.Anonymous _, Credential.RegistryToken _ ->
                    answer(get(realm, null, scopes, false, doing));
        };
    }

    /// A token that allows nothing, to see whether the server knows who this is.
    Answer login(Realm realm, Credential credential, String doing) throws IOException {
        return credential instanceof Credential.Password password
                ? byPassword(realm, password, List.of(), true, doing)
                : fetch(realm, credential, List.of(), doing);
    }

    private Answer byPassword(
            Realm realm,
            Credential.Password password,
            Collection<String> scopes,
            boolean offline,
            String doing)
            throws IOException {
        Response response = get(realm, password, scopes, offline, doing);
        if (response.status() != 404 && response.status() != 405) {
            return answer(response);
        }
        // Made for OAuth 2 alone.
        response.close();
        return post(
                realm,
                scopes,
                List.of(
                        "grant_type",
                        "password",
                        "access_type",
                        offline ? "offline" : "online",
                        "username",
                        password.user(),
                        "password",
                        password.secret()),
                doing);
    }

    private Response get(
            Realm realm,
            Credential.@Nullable Password password,
            Collection<String> scopes,
            boolean offline,
            String doing)
            throws IOException {
        Form query = new Form();
        query.add("service", realm.service());
        scopes.forEach(each -> query.add("scope", each));
        if (password != null) {
            query.add("account", password.user());
            query.add("client_id", CLIENT);
            query.add("offline_token", offline ? "true" : "");
        }
        String sep = realm.uri().getRawQuery() == null ? "?" : "&";
        URI uri = query.text.isEmpty() ? realm.uri() : URI.create(realm.uri() + sep + query.text);
        return transport.send(
                Call.of("GET", uri, doing)
                        .by(Authorization.fixed(password == null ? null : password.basic())));
    }

    private Answer post(Realm realm, Collection<String> scopes, List<String> grant, String doing)
            throws IOException {
        Form form = new Form();
        for (int i = 0; i < grant.size(); i += 2) {
            form.add(grant.get(i), grant.get(i + 1));
        }
        form.add("service", realm.service());
        form.add("client_id", CLIENT);
        form.add("scope", String.join(" ", scopes));
        return answer(
                transport.send(
                        Call.of("POST", realm.uri(), doing)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .with(Call.Body.of(form.text.toString().getBytes(UTF_8)))));
    }

    private Answer answer(Response response) throws IOException {
        try (response) {
            if (response.status() != 200) {
                throw refused(response.failure());
            }
            Json.Obj json = Json.parseObject(response.bytes(MOST));
            String value = json.string("token");
            value = value == null || value.isEmpty() ? json.string("access_token") : value;
            if (value == null || !value.matches("[\\x21-\\x7E]+")) {
                throw response.malformed("its token server gave no usable token");
            }
            long life = Math.clamp(json.longValue("expires_in", LIFE), 0, LONGEST);
            // Given up a little early: it still has to travel.
            long end = transport.patience().now() + Math.max(life - 5, life / 2) * 1_000_000_000L;
            String refresh = json.string("refresh_token");
            return new Answer(
                    new Tokens.Token(value, end),
                    refresh == null || refresh.isEmpty() ? null : refresh);
        } catch (MalformedJsonException e) {
            throw response.malformed("its token server's answer is " + e.getMessage()).causedBy(e);
        }
    }

    /// A wrong password shows in many ways at token servers.
    private static RegistryException refused(RegistryException failure) {
        return switch (failure.status()) {
            case 400, 401, 403 ->
                    new RegistryException(
                            Kind.UNAUTHORIZED,
                            failure.host(),
                            "",
                            String.valueOf(failure.getMessage()),
                            failure.status(),
                            failure.code());
            default -> failure;
        };
    }

    /// `application/x-www-form-urlencoded`, without what is empty.
    private static final class Form {
        private final StringBuilder text = new StringBuilder();

        void add(String name, String value) {
            if (!value.isEmpty()) {
                text.append(text.isEmpty() ? "" : "&")
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, UTF_8));
            }
        }
    }
}
