// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A file of credentials in docker's form, as it was when it was read: `config.json`, or what other
/// tools call `auth.json`. Messages never have any of its values. Immutable.
final class AuthFile {
    private static final int MOST = 4 << 20;

    private final Path file;
    private final Json.Obj json;

    private AuthFile(Path file, Json.Obj json) {
        this.file = file;
        this.json = json;
    }

    /// Without any content if there is no such file.
    static AuthFile read(Path file) throws RegistryException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST + 1);
            boolean blank = new String(bytes, UTF_8).isBlank();
            return new AuthFile(file, blank ? Json.object().build() : Json.parseObject(bytes));
        } catch (NoSuchFileException e) {
            return new AuthFile(file, Json.object().build());
        } catch (MalformedJsonException e) {
            // The parser's message may quote the file.
            throw unusable(file, "it isn't a JSON object, or one with two equal members");
        } catch (IOException e) {
            throw unusable(file, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    static RegistryException unusable(Path file, String why) {
        return new RegistryException(
                Kind.CONFIGURATION,
                file.toString(),
                "reading credentials",
                "%s can't be used: %s".formatted(file, Shown.text(why, 300)));
    }

    Path file() {
        return file;
    }

    Json.Obj json() {
        return json;
    }

    /// The program that has this host's credentials: the host's own, else the one for all; null if
    /// they are in the file.
    @Nullable String helper(String host) throws RegistryException {
        try {
            for (var each : json.stringMap("credHelpers").entrySet()) {
                if (Hub.canonical(AuthKey.of(each.getKey()).host()).equals(host)) {
                    return each.getValue();
                }
            }
            String store = json.string("credsStore");
            return store == null || store.isEmpty() ? null : store;
        } catch (MalformedJsonException e) {
            throw unusable(file, String.valueOf(e.getMessage()));
        }
    }

    /// From the file itself: the longest key that is this host, or a path on it that the repository
    /// is below. Null if there is none.
    @Nullable Credential find(String host, String repository) throws RegistryException {
        AuthKey best = null;
        Json.Obj entry = null;
        for (var each : auths().entrySet()) {
            AuthKey key = AuthKey.of(each.getKey());
            boolean fits = key.matches(host, repository);
            // Two keys may say the same; docker's own form is the first in its files.
            if (fits && (best == null || key.path().length() > best.path().length())) {
                Json.Obj found = each.getValue();
                if (!found.members().isEmpty()) {
                    best = key;
                    entry = found;
                }
            }
        }
        try {
            return entry == null ? null : credential(entry);
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw unusable(file, "the entry of " + host + " isn't readable; log in again");
        }
    }

    SequencedMap<String, Json.Obj> auths() throws RegistryException {
        SequencedMap<String, Json.Obj> all = new LinkedHashMap<>();
        try {
            Json.Obj auths = json.obj("auths");
            if (auths != null) {
                auths.members()
                        .forEach((key, value) -> {
                            if (value instanceof Json.Obj entry) {
                                all.put(key, entry);
                            }
                        });
            }
            return all;
        } catch (MalformedJsonException e) {
            throw unusable(file, String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Credential credential(Json.Obj entry) throws MalformedJsonException {
        String user = text(entry, "username");
        String password = text(entry, "password");
        String both = text(entry, "auth");
        if (!both.isEmpty()) {
            String decoded = new String(Base64.getDecoder().decode(both.strip()), UTF_8);
            int colon = decoded.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("no colon");
            }
            user = decoded.substring(0, colon);
            password = decoded.substring(colon + 1).replaceAll("\0+$", "");
        }
        String identity = text(entry, "identitytoken");
        String registry = text(entry, "registrytoken");
        if (!registry.isEmpty()) {
            return new Credential.RegistryToken(checked(registry));
        }
        if (!identity.isEmpty()) {
            return new Credential.IdentityToken(user, identity);
        }
        return user.isEmpty() && password.isEmpty() ? null : of(user, password);
    }

    /// What a name and a secret stand for: the name `<token>` means that the secret is a token.
    static Credential of(String user, String secret) {
        checked(user);
        return user.equals("<token>")
                ? new Credential.IdentityToken("", secret)
                : new Credential.Password(user, checked(secret));
    }

    /// A line end could end a header, or a helper's line.
    private static String checked(String text) {
        if (text.chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw new IllegalArgumentException("control characters");
        }
        return text;
    }

    private static String text(Json.Obj entry, String name) throws MalformedJsonException {
        String value = entry.string(name);
        return value == null ? "" : value;
    }
}
