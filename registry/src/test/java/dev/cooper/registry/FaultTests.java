// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.oci.Digest;
import dev.cooper.registry.Fixture.Image;
import dev.cooper.registry.Fixture.Memory;
import dev.cooper.testkit.registry.Answer;
import dev.cooper.testkit.registry.Fault;
import dev.cooper.testkit.registry.RegistrySettings;
import dev.cooper.testkit.registry.Request;
import dev.cooper.testkit.registry.TestRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each thing that can go wrong, at each request of a push and of a pull: the image arrives with
/// its digests, or there is an error that says what was wrong; nothing wrong arrives. Little is
/// sent twice, and no other host hears a credential.
@Tag("once")
class FaultTests {
    private static final int CHUNK = 64 << 10;
    private static final byte[] LARGE = Fixture.noise(1, 3 * CHUNK + 5);
    private static final byte[] SMALL = Fixture.noise(2, 1000);

    /// More than either takes.
    private static final int MOST_REQUESTS = 24;

    enum Kind {
        RESET(_ -> Fault.instead(Answer.none())),
        RESET_AFTER_SOME(_ -> Fault.dropped(100)),
        DONE_BUT_NOT_SAID(_ -> Fault.changed(_ -> Answer.none())),
        CUT(_ -> Fault.changed(answer -> answer.cutAfter(answer.body().length / 2))),
        SHORT(_ -> Fault.changed(answer -> answer.length(answer.body().length + 10L))),
        STALL(_ ->
                Fault.changed(answer ->
                        answer.body().length == 0
                                ? Answer.none()
                                : answer.stallAfter(
                                        answer.body().length / 2, new CountDownLatch(1)))),
        TOO_MANY(_ ->
                Fault.instead(
                        Answer.error(429, "TOOMANYREQUESTS", "slowly").header("Retry-After", "2"))),
        TOO_MANY_UNTIL(_ ->
                Fault.instead(
                        Answer.of(429)
                                .header("Date", "Tue, 15 Nov 1994 08:12:31 GMT")
                                .header("Retry-After", "Tue, 15 Nov 1994 08:12:36 GMT"))),
        ERROR(_ -> Fault.instead(Answer.error(500, "UNKNOWN", "disk"))),
        BAD_GATEWAY(_ -> Fault.instead(Answer.of(502))),
        UNAVAILABLE(_ -> Fault.instead(Answer.of(503).header("Retry-After", "1"))),
        UNAUTHORIZED(registry ->
                new Fault() {
                    @Override
                    public Answer afterwards(Request request, Answer answer) {
                        registry.expireTokens();
                        return answer;
                    }
                }),
        FORBIDDEN(_ -> Fault.instead(Answer.error(403, "DENIED", "no"))),
        WRONG_BYTES(_ ->
                Fault.changed(answer -> {
                    byte[] other = answer.body().clone();
                    if (other.length > 0) {
                        other[other.length / 2] ^= 1;
                    }
                    return answer.body(other);
                })),
        WRONG_DIGEST(_ ->
                Fault.changed(answer ->
                        answer.header("Docker-Content-Digest", "sha256:" + "0".repeat(64)))),
        PAGE(_ ->
                Fault.instead(
                        Answer.of(200, Fixture.bytes("<html>captive portal</html>"))
                                .header("Content-Type", "text/html"))),
        ELSEWHERE(registry ->
                Fault.instead(Answer.of(307).header("Location", registry.cdnAddress() + "/x@y"))),
        FAR_AWAY(
                _ -> Fault.instead(Answer.of(307).header("Location", "http://127.0.0.3:9/stolen"))),
        DEAD_SESSION(registry ->
                new Fault() {
                    @Override
                    public Answer afterwards(Request request, Answer answer) {
                        registry.loseSessions();
                        return answer;
                    }
                });

        @SuppressWarnings("ImmutableEnumChecker")
        private final Function<TestRegistry, Fault> made;

        Kind(Function<TestRegistry, Fault> made) {
            this.made = made;
        }
    }

    @TempDir private Path folder;

    private interface Work {
        void run(Fixture at, RegistryClient client, Image image) throws IOException;
    }

    /// @return whether the fault was met
    private boolean run(Kind kind, int nth, Work work) throws IOException {
        try (Fixture at = new Fixture(folder.resolve(kind + "" + nth), RegistrySettings.HUB_LIKE)) {
            Image image = Fixture.image(LARGE, SMALL);
            RegistryClient client =
                    at.client(
                            at.builder()
                                    .credentials(
                                            CredentialSource.only(
                                                    at.registry.authority(), at.user()))
                                    .limits(
                                            Limits.DEFAULT
                                                    .withChunk(CHUNK)
                                                    .withStall(Duration.ofMillis(150))
                                                    .withAnswer(Duration.ofSeconds(5))));
            at.registry.faultAt(nth, kind.made.apply(at.registry));
            work.run(at, client, image);
            assertThat(at.registry.violations()).isEmpty();
            assertThat(Duration.ofNanos(at.patience.now())).isLessThan(Limits.DEFAULT.deadline());
            return at.registry.faultsLeft() == 0;
        }
    }

    private static void saysWhy(IOException e, Kind kind, int nth) {
        assertThat(e).as("%s at request %s", kind, nth).isInstanceOf(RegistryException.class);
        assertThat(e.getMessage()).isNotBlank().doesNotContain("secret");
    }

    @ParameterizedTest
    @EnumSource
    void aPushArrivesOrSaysWhy(Kind kind) throws IOException {
        boolean met = true;
        for (int n = 1; met && n < MOST_REQUESTS; n++) {
            int nth = n;
            met = run(kind, nth, (at, client, image) -> push(at, client, image, kind, nth));
        }
        assertThat(met).as("more requests than thought of").isFalse();
    }

    private static void push(Fixture at, RegistryClient client, Image image, Kind kind, int nth) {
        try {
            new Pusher(client)
                    .push(
                            at.reference("b:1"),
                            image.document(),
                            List.of(),
                            Memory.of(image),
                            _ -> {});
            assertThat(at.registry.manifest("b", "1")).isEqualTo(image.document().bytes());
            for (byte[] each : List.of(LARGE, SMALL, image.config())) {
                assertThat(at.registry.blob("b", Digest.sha256(each).toString())).isEqualTo(each);
            }
        } catch (IOException e) {
            saysWhy(e, kind, nth);
            assertThat(at.registry.manifest("b", "1"))
                    .satisfiesAnyOf(
                            none -> assertThat(none).isNull(),
                            whole -> assertThat(whole).isEqualTo(image.document().bytes()));
        }
        long all = (long) LARGE.length + SMALL.length + image.config().length;
        long sent =
                at.registry.requests().stream()
                        .filter(each -> each.path().contains("/blobs/uploads"))
                        .map(each -> each.header("content-length"))
                        .filter(Objects::nonNull)
                        .mapToLong(Long::parseLong)
                        .sum();
        // A piece of each upload under way; a session that is lost takes all that it had with it.
        long pieces = (long) CHUNK + SMALL.length + image.config().length;
        long again = kind == Kind.DEAD_SESSION ? LARGE.length : pieces;
        assertThat(sent).as("%s at request %s", kind, nth).isLessThanOrEqualTo(all + again);
    }

    @ParameterizedTest
    @EnumSource
    void aPullArrivesOrSaysWhy(Kind kind) throws IOException {
        boolean met = true;
        for (int n = 1; met && n < MOST_REQUESTS; n++) {
            int nth = n;
            met = run(kind, nth, (at, client, image) -> pull(at, client, image, kind, nth));
        }
        assertThat(met).as("more requests than thought of").isFalse();
    }

    private static void pull(Fixture at, RegistryClient client, Image image, Kind kind, int nth) {
        at.add("b", "1", image);
        Memory memory = new Memory();
        try {
            RemoteImage pulled =
                    new Puller(client).pull(at.reference("b:1"), Fixture.PLATFORM, memory, _ -> {});
            if (kind != Kind.WRONG_BYTES) {
                assertThat(pulled.root().digest()).isEqualTo(image.document().digest());
            }
            assertThat(memory.blobs).containsKeys(Digest.sha256(LARGE), Digest.sha256(SMALL));
        } catch (IOException e) {
            saysWhy(e, kind, nth);
        }
        memory.blobs.forEach((digest, bytes) -> assertThat(Digest.sha256(bytes)).isEqualTo(digest));
    }
}
