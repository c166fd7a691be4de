// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.registry.RegistryException.Kind;
import dev.cooper.testkit.registry.Answer;
import dev.cooper.testkit.registry.Fault;
import dev.cooper.testkit.registry.RegistrySettings;
import dev.cooper.testkit.registry.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who somebody is, and whom that is told.
class AuthTests {
    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init")
    private Fixture at;

    private void start(RegistrySettings settings) throws IOException {
        at = new Fixture(folder, settings);
        at.add("a", "1", Fixture.image(Fixture.noise(1, 10)));
        at.add("b", "1", Fixture.image(Fixture.noise(2, 10)));
    }

    @AfterEach
    void stop() {
        assertThat(at.registry.violations()).isEmpty();
        at.close();
    }

    private List<Request> asked(String server) {
        return at.registry.requests().stream()
                .filter(each -> each.server().equals(server))
                .toList();
    }

    @Test
    void basic() throws IOException {
        start(RegistrySettings.OPEN.withAuth(RegistrySettings.Auth.BASIC));
        at.repository(at.userClient(), "a").document("1");
        assertThatThrownBy(() -> at.repository("a").document("1"))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.UNAUTHORIZED));
    }

    @Test
    void passwordsOfOtherHostsStayHome() throws IOException {
        start(RegistrySettings.OPEN.withAuth(RegistrySettings.Auth.BASIC));
        String port = at.registry.authority().replaceFirst(".*:", "");
        for (String other : List.of("localhost:" + port, "127.0.0.1", "127.0.0.1:" + port + "0")) {
            RegistryClient client =
                    at.client(at.builder().credentials(CredentialSource.only(other, at.user())));
            assertThatThrownBy(() -> at.repository(client, "a").document("1"))
                    .isInstanceOf(RegistryException.class);
        }
        assertThat(asked("registry")).allMatch(each -> each.header("Authorization") == null);
    }

    @Test
    void aTokenAllowsWhatTheRequestNeedsAndNoMore() throws IOException {
        start(RegistrySettings.HUB_LIKE);
        Repository repository = at.repository(at.userClient(), "a");
        repository.document("1");
        assertThat(asked("auth").getLast().parameters("scope"))
                .containsExactly("repository:a:pull");
        assertThat(asked("auth").getLast().header("Authorization")).startsWith("Basic ");
    }

    @Test
    void eachRepositoryHasATokenOfItsOwn() throws IOException {
        start(RegistrySettings.HUB_LIKE);
        RegistryClient client = at.client();
        at.repository(client, "a").document("1");
        at.repository(client, "b").document("1");
        at.repository(client, "a").document("1");
        assertThat(asked("auth")).hasSize(2);
    }

    @Test
    void aServerCannotWidenWhatIsAskedFor() throws IOException {
        start(RegistrySettings.HUB_LIKE);
        at.registry.fault(
                "GET",
                "manifests",
                Fault.changed(answer ->
                        answer.header(
                                "WWW-Authenticate",
                                answer.headerValue("WWW-Authenticate").replaceFirst(",scope=.*", "")
                                        + ",scope=\"repository:victim:push,pull registry:catalog:* aws\"")));
        at.repository(at.userClient(), "a").document("1");
        assertThat(asked("auth").getLast().parameters("scope"))
                .containsExactly("aws", "repository:a:pull");
    }

    @Test
    void aServerThatSaysAccessTokenIsUnderstood() throws IOException {
        start(RegistrySettings.HUB_LIKE.withTokenMember("access_token"));
        at.repository("a").document("1");
    }

    @Test
    void anIdentityTokenGoesByPost() throws IOException {
        start(RegistrySettings.HUB_LIKE);
        RegistryClient client =
                at.client(
                        at.builder()
                                .credentials(
                                        CredentialSource.only(
                                                at.registry.authority(),
                                                new Credential.IdentityToken(
                                                        "", "identity-user"))));
        at.repository(client, "a").document("1");
        assertThat(asked("auth")).extracting(Request::method).containsExactly("POST");
    }

    @Test
    void aRegistryTokenGoesAsItIs() throws IOException {
        start(RegistrySettings.HUB_LIKE);
        RegistryClient client =
                at.client(
                        at.builder()
                                .credentials(
                                        CredentialSource.only(
                                                at.registry.authority(),
                                                new Credential.RegistryToken("mine"))));
        assertThatThrownBy(() -> at.repository(client, "a").document("1"))
                .isInstanceOf(RegistryException.class);
        assertThat(asked("registry").getLast().header("Authorization")).isEqualTo("Bearer mine");
        assertThat(asked("auth")).isEmpty();
    }

    @Test
    void aTokenThatNoHeaderCanCarryIsNotShown() throws IOException {
        start(RegistrySettings.HUB_LIKE);
        RegistryClient client =
                at.client(
                        at.builder()
                                .credentials(
                                        CredentialSource.only(
                                                at.registry.authority(),
                                                new Credential.RegistryToken("a\nsecret: x"))));
        assertThatThrownBy(() -> at.repository(client, "a").document("1"))
                .isInstanceOf(RegistryException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void aTokenServerForOauthAloneGetsAPost() throws IOException {
        start(RegistrySettings.HUB_LIKE);
        at.registry.fault("GET", "/token", Fault.instead(Answer.of(405)));
        at.repository(at.userClient(), "a").document("1");
        assertThat(asked("auth")).extracting(Request::method).containsExactly("GET", "POST");
    }

    @Test
    void shortAndMissingLivesOfTokens() throws IOException {
        start(RegistrySettings.HUB_LIKE);
        for (String life : List.of(",\"expires_in\":0", ",\"expires_in\":-5", "")) {
            at.registry.fault(
                    "GET",
                    "/token",
                    Fault.changed(answer ->
                            answer.body(
                                    Fixture.bytes(
                                            new String(
                                                            answer.body(),
                                                            java.nio.charset.StandardCharsets.UTF_8)
                                                    .replace(",\"expires_in\":300", life)))));
            at.repository("a").document("1");
        }
    }

    @Test
    void wrongPasswordsAreSaidToBe() throws IOException {
        start(RegistrySettings.HUB_LIKE);
        RegistryClient client =
                at.client(
                        at.builder()
                                .credentials(
                                        CredentialSource.only(
                                                at.registry.authority(),
                                                new Credential.Password("user", "hunter2"))));
        assertThatThrownBy(() -> at.repository(client, "a").document("1"))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.UNAUTHORIZED))
                .hasMessageContaining("incorrect username or password")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void realmsThatAreNotOursAreRefused() throws IOException {
        start(RegistrySettings.HUB_LIKE);
        for (String realm :
                List.of(
                        "http://169.254.169.254/token",
                        "http://192.0.2.1/token",
                        "file:///etc/passwd",
                        "http://user@127.0.0.1/",
                        "nonsense")) {
            at.registry.fault(
                    "GET",
                    "manifests",
                    Fault.changed(answer ->
                            answer.header(
                                    "WWW-Authenticate",
                                    "Bearer realm=\"" + realm + "\",service=\"x\"")));
            assertThatThrownBy(() -> at.repository(at.userClient(), "a").document("1"))
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            e -> assertThat(e.kind()).as(realm).isEqualTo(Kind.REFUSED));
        }
    }

    @Test
    void loginKeepsAnIdentityTokenAndLogoutForgetsIt() throws IOException {
        start(RegistrySettings.HUB_LIKE);
        Path file = at.home.resolve(".docker/config.json");
        Fixture.write(
                file, "{\"detachKeys\":\"ctrl-q\",\"auths\":{\"other\":{\"auth\":\"eDp5\"}}}");
        RegistryClient client = at.client();
        assertThat(client.login(at.registry.authority(), at.user())).isEqualTo(file.toString());
        String text = Files.readString(file);
        assertThat(text)
                .contains("identity-user", "detachKeys", "\"other\"")
                .doesNotContain("secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(client.keychain().user(at.registry.authority())).isEqualTo("user");

        at.repository(client, "a").document("1");
        assertThat(asked("auth").getLast().method()).isEqualTo("POST");

        assertThat(client.logout(at.registry.authority())).isTrue();
        assertThat(client.logout(at.registry.authority())).isFalse();
        assertThat(Files.readString(file)).contains("\"other\"").doesNotContain("identity-user");
    }

    @Test
    void loginByBasicKeepsThePassword() throws IOException {
        start(RegistrySettings.OPEN.withAuth(RegistrySettings.Auth.BASIC));
        RegistryClient client = at.client();
        client.login(at.registry.authority(), at.user());
        assertThat(client.keychain().find(at.registry.authority(), "a")).isEqualTo(at.user());
        at.repository(client, "a").document("1");
    }

    @Test
    void aLoginThatFailsKeepsNothing() throws IOException {
        start(RegistrySettings.HUB_LIKE);
        assertThatThrownBy(() ->
                        at.client()
                                .login(
                                        at.registry.authority(),
                                        new Credential.Password("user", "wrong")))
                .isInstanceOf(RegistryException.class);
        assertThat(at.home.resolve(".docker/config.json")).doesNotExist();
    }
}
