// SPDX-License-Identifier: Apache-2.0
package dev.cooper.testkit.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// The token server of a real registry: signed tokens (JSON web tokens, RS256) that let everybody
/// pull and `user` (password `secret`) push. What was asked for is remembered.
public final class TokenServer implements AutoCloseable {
    public static final String SERVICE = "registry.test";
    public static final String ISSUER = "issuer.test";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final TestAuthority authority;
    private final String key;
    private final Server server;
    private final List<String> scopes = new CopyOnWriteArrayList<>();

    /// @param key the name of an RSA key of the authority's; the registry's `rootcertbundle` has
    ///   the certificate
    public TokenServer(TestAuthority authority, String key)
            throws IOException, GeneralSecurityException {
        this.authority = authority;
        this.key = key;
        this.server = new Server("tokens", "127.0.0.1", authority.server(key), false, this::answer);
    }

    /// Host and port.
    public String authority() {
        return server.authority();
    }

    /// What the registry calls its realm.
    public String realm() {
        return server.address() + "/token";
    }

    /// The scopes that were asked for, in order.
    public List<String> scopes() {
        return List.copyOf(scopes);
    }

    private Answer answer(Request request) throws IOException {
        String user = Tokens.basicUser(request.header("Authorization"), Map.of("user", "secret"));
        if (request.header("Authorization") != null && user == null) {
            return Answer.error(401, "UNAUTHORIZED", "wrong password");
        }
        List<String> access = new ArrayList<>();
        for (String scope : request.parameters("scope")) {
            scopes.add(scope);
            String[] parts = scope.split(":", 3);
            List<String> actions = new ArrayList<>();
            for (String action : parts[2].split(",")) {
                if (user != null || action.equals("pull")) {
                    actions.add("\"" + action + "\"");
                }
            }
            access.add(
                    "{\"type\":\"%s\",\"name\":\"%s\",\"actions\":[%s]}"
                            .formatted(parts[0], parts[1], String.join(",", actions)));
        }
        try {
            return Answer.of(200, ("{\"token\":\"" + token(access) + "\"}").getBytes(UTF_8))
                    .header("Content-Type", "application/json");
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private String token(List<String> access) throws IOException, GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        String header =
                "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"x5c\":[\"%s\"]}"
                        .formatted(authority.encoded(key));
        String claims =
                "{\"iss\":\"%s\",\"sub\":\"user\",\"aud\":\"%s\",\"exp\":%d,\"nbf\":%d,\"iat\":%d,\"jti\":\"1\",\"access\":[%s]}"
                        .formatted(
                                ISSUER,
                                SERVICE,
                                now + 300,
                                now - 30,
                                now,
                                String.join(",", access));
        String text =
                BASE64.encodeToString(header.getBytes(UTF_8))
                        + "."
                        + BASE64.encodeToString(claims.getBytes(UTF_8));
        return text + "." + BASE64.encodeToString(authority.sign(key, text.getBytes(UTF_8)));
    }

    @Override
    public void close() {
        server.close();
    }
}
