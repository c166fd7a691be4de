// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.oci.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The writing of docker's `config.json`: whole or not at all, readable by its owner alone, and
/// with all that is in it kept that isn't being changed.
final class ConfigJson {
    private static final Set<PosixFilePermission> OWNER =
            PosixFilePermissions.fromString("rw-------");

    private final Path file;

    ConfigJson(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /// @param credential null for an entry that says nothing
    void put(String key, @Nullable Credential credential) throws IOException {
        AuthFile there = AuthFile.read(file);
        SequencedMap<String, Json> auths = new LinkedHashMap<>(there.auths());
        String host = AuthKey.of(key).host();
        auths.keySet().removeIf(each -> !each.equals(key) && isAll(each, host));
        auths.put(key, entry(credential));
        write(there.json(), auths);
    }

    /// Takes a host's entry away, in whatever form its key is. Those of paths stay.
    boolean remove(String host) throws IOException {
        AuthFile there = AuthFile.read(file);
        SequencedMap<String, Json> auths = new LinkedHashMap<>(there.auths());
        if (!auths.keySet().removeIf(each -> isAll(each, host))) {
            return false;
        }
        write(there.json(), auths);
        return true;
    }

    private static boolean isAll(String key, String host) {
        AuthKey its = AuthKey.of(key);
        return its.host().equals(host) && its.path().isEmpty();
    }

    private static Json entry(@Nullable Credential credential) {
        return switch (credential) {
            case null -> Json.object().build();
            case Credential.Anonymous _ -> Json.object().build();
            case Credential.Password password ->
                    Json.object().put("auth", base64(password.user(), password.secret())).build();
            case Credential.IdentityToken token ->
                    Json.object()
                            .put("auth", base64(token.user(), ""))
                            .put("identitytoken", token.secret())
                            .build();
            case Credential.RegistryToken token ->
                    Json.object().put("registrytoken", token.secret()).build();
        };
    }

    private static String base64(String user, String secret) {
        return Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(UTF_8));
    }

    private void write(Json.Obj old, SequencedMap<String, Json> auths) throws IOException {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        members.put("auths", new Json.Obj(auths));
        for (Map.Entry<String, Json> each : old.members().entrySet()) {
            members.putIfAbsent(each.getKey(), each.getValue());
        }
        byte[] text =
                (new Json.Obj(members).toPrettyString("\t", Json.Escaping.PLAIN) + "\n")
                        .getBytes(UTF_8);
        try {
            replace(text);
        } catch (IOException e) {
            throw Keychain.unkept(file, e);
        }
    }

    private void replace(byte[] text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new NoSuchFileException(file.toString());
        }
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        // Where people keep their settings elsewhere and link to them, the link stays.
        Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
        Path where = target.getParent();
        Path temporary =
                Files.createTempFile(
                        where == null ? folder : where,
                        ".config.json",
                        ".tmp",
                        PosixFilePermissions.asFileAttribute(OWNER));
        try {
            Files.write(temporary, text);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(
                    temporary,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
