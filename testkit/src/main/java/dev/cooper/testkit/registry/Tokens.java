// SPDX-License-Identifier: Apache-2.0
package dev.cooper.testkit.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The token server: users by password or by the token that they got for it. Anybody gets tokens
/// that allow to pull; those of a user allow everything that was asked for.
final class Tokens {
    static final String SERVICE = "test registry";

    private final Map<String, List<String>> granted = new ConcurrentHashMap<>();
    private final Map<String, String> passwords;
    private final AtomicInteger count = new AtomicInteger();
    private final String member;

    /// @param member in which the token is told: `token` or `access_token`
    Tokens(Map<String, String> passwords, String member) {
        this.passwords = passwords;
        this.member = member;
    }

    Answer answer(Request request) throws java.io.IOException {
        boolean post = request.method().equals("POST");
        Map<String, List<String>> form =
                post ? form(new String(request.body().readAllBytes(), UTF_8)) : request.query();
        String service = first(form, "service");
        if (!SERVICE.equals(service)) {
            return Answer.error(400, "UNSUPPORTED", "no such service");
        }
        String user = null;
        String grant = first(form, "grant_type");
        if (post && "refresh_token".equals(grant)) {
            String token = first(form, "refresh_token");
            user = token != null && token.startsWith("identity-") ? token.substring(9) : null;
            if (user == null || !passwords.containsKey(user)) {
                return Answer.error(401, "UNAUTHORIZED", "invalid refresh token");
            }
        } else if (post && "password".equals(grant)) {
            user = first(form, "username");
            String password = first(form, "password");
            if (user == null || password == null || !password.equals(passwords.get(user))) {
                return Answer.error(401, "UNAUTHORIZED", "incorrect username or password");
            }
        } else if (request.header("Authorization") != null) {
            user = user(request.header("Authorization"));
            if (user == null) {
                return Answer.error(401, "UNAUTHORIZED", "incorrect username or password");
            }
        }
        List<String> scopes = new ArrayList<>();
        for (String each : form.getOrDefault("scope", List.of())) {
            for (String scope : each.split(" ")) {
                boolean all = user != null;
                scopes.add(all ? scope : scope.replaceFirst(":[a-z,*]*$", ":pull"));
            }
        }
        String token = "token-" + count.incrementAndGet();
        granted.put(token, scopes);
        boolean offline = "true".equals(first(form, "offline_token"));
        String refresh =
                offline && user != null ? ",\"refresh_token\":\"identity-" + user + "\"" : "";
        String json = "{\"%s\":\"%s\",\"expires_in\":300%s}".formatted(member, token, refresh);
        return Answer.of(200, json.getBytes(UTF_8)).header("Content-Type", "application/json");
    }

    static @Nullable String basicUser(@Nullable String header, Map<String, String> passwords) {
        if (header == null || !header.startsWith("Basic ")) {
            return null;
        }
        String both = new String(Base64.getDecoder().decode(header.substring(6)), UTF_8);
        int colon = both.indexOf(':');
        String user = both.substring(0, colon);
        return both.substring(colon + 1).equals(passwords.get(user)) ? user : null;
    }

    private @Nullable String user(@Nullable String header) {
        return basicUser(header, passwords);
    }

    /// Whether this header allows that.
    boolean allows(@Nullable String header, String repository, String action) {
        if (header == null || !header.startsWith("Bearer ")) {
            return false;
        }
        List<String> scopes = granted.get(header.substring(7));
        if (scopes == null) {
            return false;
        }
        if (repository.isEmpty()) {
            return true;
        }
        for (String each : scopes) {
            String[] parts = each.split(":");
            if (parts.length == 3
                    && parts[0].equals("repository")
                    && parts[1].equals(repository)
                    && List.of(parts[2].split(",")).contains(action)) {
                return true;
            }
        }
        return false;
    }

    void forget() {
        granted.clear();
    }

    private static @Nullable String first(Map<String, List<String>> form, String name) {
        List<String> all = form.get(name);
        return all == null ? null : all.getFirst();
    }

    private static Map<String, List<String>> form(String text) {
        Map<String, List<String>> all = new HashMap<>();
        for (String each : text.split("&")) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                all.computeIfAbsent(each.substring(0, equals), _ -> new ArrayList<>())
                        .add(java.net.URLDecoder.decode(each.substring(equals + 1), UTF_8));
            }
        }
        return all;
    }
}
