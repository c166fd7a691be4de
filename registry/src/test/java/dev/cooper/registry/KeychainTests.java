// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Credentials where other tools keep them.
class KeychainTests {
    @TempDir Path folder;
    private final Map<String, String> variables = new HashMap<>();
    private Path config;

    @BeforeEach
    void prepare() {
        config = folder.resolve(".docker/config.json");
        variables.put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    }

    private Keychain keychain(Duration limit) {
        return new Keychain(new Surroundings(variables, folder, folder.resolve("etc")), limit);
    }

    private Credential find(String host, String repository) throws IOException {
        return keychain(Duration.ofSeconds(30)).find(host, repository);
    }

    private static String auth(String both) {
        return Base64.getEncoder().encodeToString(Fixture.bytes(both));
    }

    private static Credential password(String user) {
        return new Credential.Password(user, "secret");
    }

    private void auths(String... pairs) {
        StringBuilder text = new StringBuilder("{\"auths\":{");
        for (int i = 0; i < pairs.length; i += 2) {
            text.append(i == 0 ? "" : ",")
                    .append("\"%s\":{\"auth\":\"%s\"}".formatted(pairs[i], auth(pairs[i + 1])));
        }
        Fixture.write(config, text.append("}}").toString());
    }

    private void helper(String name, String script) throws IOException {
        Path program = folder.resolve("bin/docker-credential-" + name);
        Fixture.write(program, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void keysInAllTheirForms() throws IOException {
        auths(
                "https://index.docker.io/v1/", "hub:secret",
                "a.example", "plain:secret",
                "https://b.example/v2/", "address:secret",
                "c.example:5000", "port:secret",
                "d.example/team/app", "app:secret",
                "d.example/team", "team:secret",
                "d.example", "all:secret");
        assertThat(find("docker.io", "library/x")).isEqualTo(password("hub"));
        assertThat(find("registry-1.docker.io", "library/x")).isEqualTo(password("hub"));
        assertThat(find("a.example", "x")).isEqualTo(password("plain"));
        assertThat(find("b.example", "x")).isEqualTo(password("address"));
        assertThat(find("c.example:5000", "x")).isEqualTo(password("port"));
        assertThat(find("d.example", "team/app")).isEqualTo(password("app"));
        assertThat(find("d.example", "team/app/deep")).isEqualTo(password("app"));
        assertThat(find("d.example", "team/apple")).isEqualTo(password("team"));
        assertThat(find("d.example", "teams")).isEqualTo(password("all"));
    }

    @Test
    void onlyTheVeryHostCounts() throws IOException {
        auths("a.example", "u:secret", "docker.io", "hub:secret");
        for (String host :
                new String[] {
                    "a.example.evil.org",
                    "evil-a.example",
                    "xa.example",
                    "a.example:443",
                    "example",
                    "docker.io.evil.org",
                    "evildocker.io",
                    "docker.io@evil.org"
                }) {
            assertThat(find(host, "x")).as(host).isEqualTo(Credential.ANONYMOUS);
        }
    }

    @Test
    void tokensOfAllKinds() throws IOException {
        Fixture.write(
                config,
                """
                {"auths": {
                  "a": {"auth": "%s", "identitytoken": "one"},
                  "b": {"registrytoken": "two"},
                  "c": {"username": "<token>", "password": "three"},
                  "d": {"username": "u", "password": "secret"},
                  "e": {}
                }}
                """
                        .formatted(auth("me:")));
        assertThat(find("a", "x")).isEqualTo(new Credential.IdentityToken("me", "one"));
        assertThat(find("b", "x")).isEqualTo(new Credential.RegistryToken("two"));
        assertThat(find("c", "x")).isEqualTo(new Credential.IdentityToken("", "three"));
        assertThat(find("d", "x")).isEqualTo(password("u"));
        assertThat(find("e", "x")).isEqualTo(Credential.ANONYMOUS);
    }

    @Test
    void filesInTheirOrder() throws IOException {
        variables.put("XDG_RUNTIME_DIR", folder.resolve("run").toString());
        Fixture.write(
                folder.resolve("run/containers/auth.json"),
                "{\"auths\":{\"a\":{\"auth\":\"%s\"}}}".formatted(auth("runtime:secret")));
        assertThat(find("a", "x")).isEqualTo(password("runtime"));

        variables.put("DOCKER_CONFIG", folder.resolve("elsewhere").toString());
        config = folder.resolve("elsewhere/config.json");
        auths("a", "docker:secret");
        assertThat(find("a", "x")).isEqualTo(password("docker"));

        variables.put("REGISTRY_AUTH_FILE", folder.resolve("named.json").toString());
        config = folder.resolve("named.json");
        auths("a", "named:secret");
        assertThat(find("a", "x")).isEqualTo(password("named"));
    }

    @Test
    void unusableFilesAreNamedAndNotQuoted() {
        for (String text :
                new String[] {
                    "{\"auths\":{\"a\":{\"auth\":\"c2VjcmV0\"}}}",
                    "{\"auths\":{\"a\":{\"auth\":\"%%%secret\"}}}",
                    "{\"auths\":{\"a\":{\"auth\":\"%s\"}}}".formatted(auth("u:secret\nX: y")),
                    "{\"auths\":{\"a\":\"secret",
                    "{\"auths\":{},\"auths\":{\"secret\":{}}}"
                }) {
            Fixture.write(config, text);
            assertThatThrownBy(() -> find("a", "x"))
                    .as(text)
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining(config.toString())
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void aProgramForTheHostGoesFirst() throws IOException {
        helper(
                "one",
                "read server; printf '{\"ServerURL\":\"%s\",\"Username\":\"%s-one\",\"Secret\":\"secret\"}' \"$server\" \"$server\"");
        helper("all", "printf '{\"Username\":\"all\",\"Secret\":\"secret\"}'");
        Fixture.write(
                config,
                "{\"credHelpers\":{\"a.example\":\"one\",\"docker.io\":\"one\"},\"credsStore\":\"all\",\"auths\":{\"a.example\":{\"auth\":\"%s\"}}}"
                        .formatted(auth("file:secret")));
        assertThat(find("a.example", "x")).isEqualTo(password("a.example-one"));
        assertThat(find("b.example", "x")).isEqualTo(password("all"));
        assertThat(find("docker.io", "x")).isEqualTo(password("https://index.docker.io/v1/-one"));
    }

    @Test
    void aProgramThatHasNothingLeavesItToTheFile() throws IOException {
        helper("none", "echo 'credentials not found in native keychain'; exit 1");
        Fixture.write(
                config,
                "{\"credsStore\":\"none\",\"auths\":{\"a\":{\"auth\":\"%s\"}}}"
                        .formatted(auth("file:secret")));
        assertThat(find("a", "x")).isEqualTo(password("file"));
        assertThat(find("b", "x")).isEqualTo(Credential.ANONYMOUS);
    }

    @Test
    void programsThatMisbehave() throws IOException {
        helper("fails", "echo 'the vault is locked'; exit 3");
        helper("garbage", "echo secret");
        helper("hangs", "exec sleep 1000");
        helper("floods", "exec cat /dev/zero");
        for (String name :
                new String[] {
                    "fails", "garbage", "hangs", "floods", "missing", "../../bin/sh", "-rf", ""
                }) {
            Fixture.write(config, "{\"credHelpers\":{\"a\":\"%s\"}}".formatted(name));
            Duration limit = Duration.ofMillis(name.equals("hangs") ? 300 : 30_000);
            assertThatThrownBy(() -> keychain(limit).find("a", "x"))
                    .as(name)
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.CREDENTIALS))
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void aHostWithALineEndReachesNoProgram() throws IOException {
        helper("one", "cat >&2; printf '{\"Username\":\"u\",\"Secret\":\"secret\"}'");
        Fixture.write(config, "{\"credsStore\":\"one\"}");
        assertThatThrownBy(() -> find("a\nhost=b", "x")).isInstanceOf(RegistryException.class);
    }

    @Test
    void whatAProgramKeepsIsNotInTheFile() throws IOException {
        Path kept = folder.resolve("kept");
        helper(
                "vault",
                """
                case $1 in
                store) cat > %1$s ;;
                get) if [ -e %1$s ]; then echo '{"Username":"u","Secret":"secret"}'; else
                     echo 'credentials not found in native keychain'; exit 1; fi ;;
                erase) rm -f %1$s ;;
                esac
                """
                        .formatted(kept));
        Fixture.write(config, "{\"credsStore\":\"vault\"}");
        Keychain keychain = keychain(Duration.ofSeconds(30));
        assertThat(keychain.store("a", password("u"))).isEqualTo("docker-credential-vault");
        assertThat(Files.readString(kept)).contains("\"ServerURL\":\"a\"", "secret");
        assertThat(Files.readString(config)).doesNotContain("secret").contains("\"a\": {}");
        assertThat(find("a", "x")).isEqualTo(password("u"));
        assertThat(keychain.erase("a")).isTrue();
        assertThat(kept).doesNotExist();
    }

    @Test
    void writingKeepsTheRestAndTheLink() throws IOException {
        Path real = folder.resolve("dotfiles/docker.json");
        Fixture.write(
                real,
                "{\"HttpHeaders\":{\"X\":1.50},\"auths\":{\"docker.io\":{\"auth\":\"eDp5\"},\"a/team\":{\"auth\":\"eDp5\"}}}");
        Files.createDirectories(config.getParent());
        Files.createSymbolicLink(config, real);
        Keychain keychain = keychain(Duration.ofSeconds(30));
        keychain.store("docker.io", password("u"));
        assertThat(config).isSymbolicLink();
        String text = Files.readString(real);
        assertThat(text)
                .contains("1.50", "\"a/team\"", "\"https://index.docker.io/v1/\"")
                .doesNotContain("\"docker.io\"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
                .isEqualTo("rw-------");
        assertThat(keychain.erase("docker.io")).isTrue();
        assertThat(Files.readString(real)).contains("\"a/team\"").doesNotContain("index.docker.io");
        try (var left = Files.list(real.getParent())) {
            assertThat(left).containsExactly(real);
        }
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(
                        password("u")
                                + " "
                                + new Credential.IdentityToken("u", "secret")
                                + " "
                                + new Credential.RegistryToken("secret"))
                .doesNotContain("secret");
    }
}
