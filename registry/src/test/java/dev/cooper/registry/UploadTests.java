// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Descriptor;
import dev.cooper.registry.Fixture.Image;
import dev.cooper.registry.Fixture.Memory;
import dev.cooper.registry.RegistryEvent.Outcome;
import dev.cooper.registry.RegistryException.Kind;
import dev.cooper.testkit.registry.Answer;
import dev.cooper.testkit.registry.Fault;
import dev.cooper.testkit.registry.RegistrySettings;
import dev.cooper.testkit.registry.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Blobs and images on their way up.
class UploadTests {
    private static final int CHUNK = 64 << 10;
    private static final byte[] SMALL = Fixture.noise(1, 5000);
    private static final byte[] LARGE = Fixture.noise(2, 3 * CHUNK + 17);

    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init")
    private Fixture at;

    private void start(RegistrySettings settings) {
        at = new Fixture(folder, settings);
    }

    @AfterEach
    void stop() {
        assertThat(at.registry.violations()).isEmpty();
        at.close();
    }

    private RegistryClient pusher() {
        return at.client(
                at.builder()
                        .limits(Limits.DEFAULT.withChunk(CHUNK).withAttempts(4))
                        .credentials(CredentialSource.only(at.registry.authority(), at.user())));
    }

    private Outcome push(byte[] bytes, String... mountFrom) throws IOException {
        Descriptor blob = Fixture.layer(bytes);
        Outcome outcome =
                at.repository(pusher(), "b")
                        .push(blob, BlobSource.of(bytes), List.of(mountFrom), at.events::add);
        assertThat(at.registry.blob("b", blob.digest().toString())).isEqualTo(bytes);
        assertThat(at.registry.faultsLeft()).isZero();
        return outcome;
    }

    private long sent(String method) {
        return at.registry.requests().stream()
                .filter(each -> each.method().equals(method))
                .map(each -> each.header("Content-Length"))
                .filter(each -> each != null)
                .mapToLong(Long::parseLong)
                .sum();
    }

    @Test
    void aSmallBlobGoesInOneRequestOfKnownLength() throws IOException {
        start(RegistrySettings.HUB_LIKE);
        assertThat(push(SMALL)).isEqualTo(Outcome.TRANSFERRED);
        assertThat(sent("PUT")).isEqualTo(SMALL.length);
        assertThat(at.registry.asked("registry PATCH")).isEmpty();
    }

    @Test
    void whatIsThereIsNotSent() throws IOException {
        start(RegistrySettings.HUB_LIKE);
        at.registry.addBlob("b", SMALL);
        assertThat(push(SMALL)).isEqualTo(Outcome.EXISTS);
        assertThat(at.registry.asked("registry POST")).isEmpty();
    }

    @Test
    void aLargeBlobGoesInPieces() throws IOException {
        start(RegistrySettings.HUB_LIKE);
        push(LARGE);
        assertThat(at.registry.asked("registry PATCH")).hasSize(4);
        assertThat(sent("PATCH")).isEqualTo(LARGE.length);
        assertThat(at.events)
                .contains(new RegistryEvent.Advanced(Fixture.layer(LARGE), LARGE.length));
    }

    @Test
    void piecesAreAsLargeAsTheRegistryWants() throws IOException {
        start(RegistrySettings.OPEN.withPieces(true, 2 * CHUNK));
        push(LARGE);
        assertThat(at.registry.asked("registry PATCH")).hasSize(2);
    }

    @Test
    void aRegistryThatTakesNoPiecesGetsItWhole() throws IOException {
        start(RegistrySettings.OPEN.withPieces(false, 0));
        push(LARGE);
        assertThat(sent("PUT")).isEqualTo(LARGE.length);
    }

    @Test
    void anEmptyBlob() throws IOException {
        start(RegistrySettings.OPEN);
        push(new byte[0]);
    }

    @Test
    void aBrokenPieceIsTheOnlyOneSentAgain() throws IOException {
        start(RegistrySettings.HUB_LIKE);
        at.registry.fault("PATCH", "uploads", Fault.changed(answer -> answer));
        at.registry.fault("PATCH", "uploads", Fault.dropped(1000));
        push(LARGE);
        assertThat(sent("PATCH")).isEqualTo(LARGE.length + CHUNK);
        assertThat(at.registry.asked("registry GET /v2/b/blobs/uploads")).hasSize(1);
    }

    @Test
    void aPieceWhoseAnswerWasLostIsNotSentAgain() throws IOException {
        start(RegistrySettings.HUB_LIKE);
        at.registry.fault("PATCH", "uploads", Fault.changed(_ -> Answer.none()));
        push(LARGE);
        assertThat(sent("PATCH")).isEqualTo(LARGE.length);
    }

    @Test
    void aBusyRegistryIsAskedAgain() throws IOException {
        start(RegistrySettings.HUB_LIKE);
        at.registry.fault(
                "PATCH", "uploads", Fault.instead(Answer.of(503).header("Retry-After", "3")));
        at.registry.fault("PUT", "uploads", Fault.instead(Answer.of(500)));
        push(LARGE);
        assertThat(at.patience.waits).anyMatch(each -> each.toSeconds() >= 3);
        assertThat(sent("PATCH")).isEqualTo(LARGE.length + CHUNK);
    }

    @Test
    void aLostSessionIsBegunAnew() throws IOException {
        start(RegistrySettings.HUB_LIKE);
        at.registry.fault("PATCH", "uploads", Fault.changed(answer -> answer));
        at.registry.fault(
                "PATCH",
                "uploads",
                new Fault() {
                    @Override
                    public Answer afterwards(Request request, Answer answer) {
                        at.registry.loseSessions();
                        return answer;
                    }
                });
        push(LARGE);
        assertThat(at.registry.asked("registry POST")).hasSize(2);
    }

    @Test
    void aSessionThatIsAlwaysLostIsAnErrorInTheEnd() {
        start(RegistrySettings.OPEN);
        at.registry.fault(
                "PUT",
                "uploads",
                Fault.instead(Answer.error(404, "BLOB_UPLOAD_UNKNOWN", "gone")),
                9);
        assertThatThrownBy(() -> push(SMALL)).hasMessageContaining("gone");
    }

    @Test
    void anAnswerThatIsLostAtTheEndIsNoLoss() throws IOException {
        start(RegistrySettings.HUB_LIKE);
        at.registry.fault("PUT", "uploads", Fault.changed(_ -> Answer.none()));
        push(SMALL);
        assertThat(sent("PUT")).isEqualTo(SMALL.length);
    }

    @Test
    void aTokenThatEndsInTheMiddleIsReplaced() throws IOException {
        start(RegistrySettings.HUB_LIKE);
        at.registry.fault(
                "PATCH",
                "uploads",
                new Fault() {
                    @Override
                    public Answer afterwards(Request request, Answer answer) {
                        at.registry.expireTokens();
                        return answer;
                    }
                });
        push(LARGE);
        assertThat(at.registry.asked("auth")).hasSize(2);
    }

    @Test
    void aBlobOfAnotherRepositoryIsTakenOver() throws IOException {
        start(RegistrySettings.HUB_LIKE);
        at.registry.addBlob("other/one", SMALL);
        assertThat(push(SMALL, "other/one")).isEqualTo(Outcome.MOUNTED);
        assertThat(at.registry.asked("registry PUT")).isEmpty();
        assertThat(
                        at.registry.requests().stream()
                                .filter(each -> each.server().equals("auth"))
                                .flatMap(each -> each.parameters("scope").stream()))
                .contains("repository:b:pull,push", "repository:other/one:pull");
    }

    @Test
    void aMountThatIsDeclinedBecomesAnUpload() throws IOException {
        start(RegistrySettings.HUB_LIKE.withMounts(false));
        at.registry.addBlob("other/one", SMALL);
        assertThat(push(SMALL, "other/one")).isEqualTo(Outcome.TRANSFERRED);
        assertThat(at.registry.asked("registry POST")).as("its session is used").hasSize(1);
    }

    @Test
    void aMountFromWhereWeMayNotReadBecomesAnUpload() throws IOException {
        start(RegistrySettings.OPEN);
        at.registry.fault("POST", "uploads", Fault.instead(Answer.error(403, "DENIED", "no")));
        assertThat(push(SMALL, "other/one")).isEqualTo(Outcome.TRANSFERRED);
    }

    @Test
    void anUploadAddressElsewhereIsRefused() {
        start(RegistrySettings.HUB_LIKE);
        for (String place :
                new String[] {
                    at.registry.cdnAddress() + "/upload",
                    "https://10.1.2.3/upload",
                    "http://192.0.2.1/u"
                }) {
            at.registry.fault(
                    "POST", "uploads", Fault.changed(answer -> answer.header("Location", place)));
            assertThatThrownBy(() -> push(SMALL))
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            e -> assertThat(e.kind()).as(place).isEqualTo(Kind.REFUSED));
        }
        assertThat(at.registry.asked("cdn")).isEmpty();
    }

    @Test
    void tooLargeIsSaidInWords() {
        start(RegistrySettings.OPEN);
        at.registry.fault("PUT", "uploads", Fault.instead(Answer.of(413)));
        assertThatThrownBy(() -> push(SMALL)).hasMessageContaining("too large");
    }

    @Test
    void aSourceThatCannotBeReadIsNotTheRegistrysFault() {
        start(RegistrySettings.OPEN);
        Descriptor blob = Fixture.layer(SMALL);
        BlobSource broken =
                _ -> {
                    throw new IOException("disk on fire");
                };
        assertThatThrownBy(() ->
                        at.repository(pusher(), "b").push(blob, broken, List.of(), at.events::add))
                .hasMessage("disk on fire");
        assertThat(at.patience.waits).isEmpty();
    }

    @Test
    void oneBlobThatManyPushIsUploadedOnce() throws Exception {
        start(RegistrySettings.OPEN);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger opened = new AtomicInteger();
        BlobSource source =
                offset -> {
                    opened.incrementAndGet();
                    begun.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return BlobSource.of(SMALL).open(offset);
                };
        Repository repository = at.repository(pusher(), "b");
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Outcome>> all = new ArrayList<>();
            all.add(
                    executor.submit(() ->
                            repository.push(Fixture.layer(SMALL), source, List.of(), _ -> {})));
            begun.await();
            for (int i = 0; i < 5; i++) {
                all.add(
                        executor.submit(() ->
                                repository.push(Fixture.layer(SMALL), source, List.of(), _ -> {})));
            }
            go.countDown();
            for (Future<Outcome> each : all) {
                assertThat(each.get()).isIn(Outcome.TRANSFERRED, Outcome.EXISTS);
            }
        }
        assertThat(opened).hasValue(1);
    }

    @Test
    void anImageGoesUpBlobsFirstAndTheIndexLast() throws IOException {
        start(RegistrySettings.HUB_LIKE);
        Image image = Fixture.image(SMALL, LARGE);
        Document index = Fixture.index(image.document());
        Descriptor pushed =
                new Pusher(pusher())
                        .push(
                                at.reference("b:1"),
                                index,
                                List.of(image.document()),
                                Memory.of(image),
                                at.events::add);
        assertThat(pushed.digest()).isEqualTo(index.digest());
        assertThat(at.registry.manifest("b", "1")).isEqualTo(index.bytes());
        List<String> puts = at.registry.asked("registry PUT /v2/b/manifests");
        assertThat(puts)
                .containsExactly(
                        "registry PUT /v2/b/manifests/" + image.document().digest(),
                        "registry PUT /v2/b/manifests/1");
        List<String> all = at.registry.asked("registry PUT");
        assertThat(all.subList(all.size() - 2, all.size())).isEqualTo(puts);

        at.registry.forgetRequests();
        new Pusher(pusher())
                .push(at.reference("b:2"), image.document(), List.of(), Memory.of(image), _ -> {});
        assertThat(at.registry.asked("registry POST")).as("nothing is new").isEmpty();
    }

    @Test
    void pushingWithoutALoginHintsAtOne() {
        start(RegistrySettings.HUB_LIKE);
        assertThatThrownBy(() ->
                        at.repository("b")
                                .push(
                                        Fixture.layer(SMALL),
                                        BlobSource.of(SMALL),
                                        List.of(),
                                        _ -> {}))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.UNAUTHORIZED))
                .hasMessageContaining("login " + at.registry.authority());
    }
}
