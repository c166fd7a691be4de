// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.registry.RegistryException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The credentials that people's tools keep on this machine. Looked for in this order: the file
/// that `$REGISTRY_AUTH_FILE` names; docker's `config.json`; `containers/auth.json` in
/// `$XDG_RUNTIME_DIR`. In each, a program for the host goes before one for all, and that before the
/// file's own entries. The files are read anew each time: a login of another process counts at
/// once.
public final class Keychain implements CredentialSource {
    private static final Duration HELPER_LIMIT = Duration.ofSeconds(60);

    private final Surroundings surroundings;
    private final Duration limit;

    public Keychain(Surroundings surroundings) {
        this(surroundings, HELPER_LIMIT);
    }

    Keychain(Surroundings surroundings, Duration limit) {
        this.surroundings = surroundings;
        this.limit = limit;
    }

    @Override
    public Credential find(String host, String repository) throws IOException {
        String canonical = Hub.canonical(host);
        for (Path each : files()) {
            AuthFile file = AuthFile.read(each);
            Credential found = find(file, canonical, repository);
            if (found != null) {
                return found;
            }
        }
        return Credential.ANONYMOUS;
    }

    private List<Path> files() {
        List<Path> all = new ArrayList<>();
        String named = surroundings.variable("REGISTRY_AUTH_FILE");
        if (named != null) {
            all.add(Path.of(named));
        }
        all.add(surroundings.dockerConfig());
        String runtime = surroundings.variable("XDG_RUNTIME_DIR");
        if (runtime != null) {
            all.add(Path.of(runtime, "containers", "auth.json"));
        }
        return all;
    }

    private @Nullable Credential find(AuthFile file, String host, String repository)
            throws IOException {
        String helper = file.helper(host);
        if (helper != null) {
            Credential found = program(helper).find(AuthKey.written(host));
            if (found != null) {
                return found;
            }
        }
        return file.find(host, repository);
    }

    private HelperProgram program(String name) throws RegistryException {
        return HelperProgram.named(name, surroundings, limit);
    }

    /// What `login` leaves: in the program that docker's `config.json` names, else in that file.
    ///
    /// @return where it is now: a file, or `docker-credential-NAME`
    public String store(String host, Credential credential) throws IOException {
        ConfigJson config = new ConfigJson(surroundings.dockerConfig());
        String canonical = Hub.canonical(host);
        String key = AuthKey.written(canonical);
        String helper = AuthFile.read(config.file()).helper(canonical);
        if (helper != null) {
            program(helper).store(key, credential);
            // As docker does: the entry says that there is a login, and not what it is.
            config.put(key, null);
            return "docker-credential-" + helper;
        }
        config.put(key, credential);
        return config.file().toString();
    }

    /// What `logout` does.
    ///
    /// @return whether there was anything
    public boolean erase(String host) throws IOException {
        ConfigJson config = new ConfigJson(surroundings.dockerConfig());
        String canonical = Hub.canonical(host);
        String helper = AuthFile.read(config.file()).helper(canonical);
        boolean kept = false;
        if (helper != null) {
            HelperProgram program = program(helper);
            kept = program.find(AuthKey.written(canonical)) != null;
            program.erase(AuthKey.written(canonical));
        }
        return config.remove(canonical) || kept;
    }

    /// Whose name a login has, to offer it again; null if there is none or none is known.
    public @Nullable String user(String host) throws IOException {
        return switch (find(host, "")) {
            case Credential.Password password -> password.user();
            case Credential.IdentityToken token -> token.user().isEmpty() ? null : token.user();
            case Credential.RegistryToken _, Credential.Anonymous _ -> null;
        };
    }

    static RegistryException unkept(Path file, IOException cause) {
        return new RegistryException(
                        Kind.CREDENTIALS,
                        file.toString(),
                        "keeping credentials",
                        "%s can't be written: %s"
                                .formatted(
                                        file, Shown.text(String.valueOf(cause.getMessage()), 300)))
                .causedBy(cause);
    }
}
