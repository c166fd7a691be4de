// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.registry.Fixture.Memory;
import dev.cooper.registry.RegistryException.Kind;
import dev.cooper.testkit.registry.Answer;
import dev.cooper.testkit.registry.Fault;
import dev.cooper.testkit.registry.RegistrySettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One blob on its way down, with everything that may go wrong.
class DownloadTests {
    private static final byte[] BYTES = Fixture.noise(7, 400_000);
    private static final Descriptor BLOB = Fixture.layer(BYTES);
    private static final String CDN = "^/a@sha256";

    @TempDir Path folder;
    private Fixture at;
    private final Memory sink = new Memory();

    @BeforeEach
    void start() {
        at = new Fixture(folder, RegistrySettings.HUB_LIKE);
        at.registry.addBlob("a", BYTES);
    }

    @AfterEach
    void stop() {
        assertThat(at.registry.violations()).isEmpty();
        at.close();
    }

    private void fetch() throws IOException {
        at.repository("a").fetch(BLOB, sink, at.events::add);
        assertThat(sink.blobs.get(BLOB.digest())).isEqualTo(BYTES);
        assertThat(at.registry.faultsLeft()).isZero();
    }

    private void fails(Kind kind) {
        assertThatThrownBy(this::fetch)
                .isInstanceOfSatisfying(
                        RegistryException.class, e -> assertThat(e.kind()).isEqualTo(kind));
        assertThat(sink.blobs).as("nothing that isn't right is kept").isEmpty();
    }

    private String ranges() {
        StringBuilder all = new StringBuilder();
        at.registry.requests().stream()
                .filter(each -> each.server().equals("cdn"))
                .forEach(each -> all.append(each.header("range")).append(' '));
        return all.toString().strip();
    }

    @Test
    void aCutConnectionGoesOnWhereItWas() throws IOException {
        at.registry.fault("GET", CDN, Fault.changed(answer -> answer.cutAfter(150_000)));
        fetch();
        assertThat(ranges()).startsWith("null bytes=").endsWith("-");
    }

    @Test
    void severalCutsInARow() throws IOException {
        at.registry.fault("GET", CDN, Fault.changed(answer -> answer.cutAfter(100_000)), 3);
        fetch();
        assertThat(at.registry.asked("cdn")).hasSize(4);
    }

    @Test
    void tooManyCutsAreAnError() {
        at.registry.fault("GET", CDN, Fault.changed(answer -> answer.cutAfter(10)), 9);
        fails(Kind.UNREACHABLE);
        assertThat(at.registry.asked("cdn")).hasSize(4);
    }

    @Test
    void aServerWithoutRangesSendsAllAgain() throws IOException {
        at.registry.fault("GET", CDN, Fault.changed(answer -> answer.cutAfter(100_000)));
        at.registry.fault("GET", CDN, Fault.instead(Answer.of(200, BYTES)));
        fetch();
    }

    @Test
    void aWrongContentRangeIsNotBelieved() throws IOException {
        at.registry.fault("GET", CDN, Fault.changed(answer -> answer.cutAfter(100_000)));
        at.registry.fault(
                "GET",
                CDN,
                Fault.changed(answer -> answer.header("Content-Range", "bytes 5-399999/400000")));
        fetch();
        assertThat(ranges()).endsWith("null");
    }

    @Test
    void aPartThatNobodyAskedForIsRefused() {
        at.registry.fault(
                "GET",
                CDN,
                Fault.instead(
                        Answer.of(206, Arrays.copyOf(BYTES, 100))
                                .header("Content-Range", "bytes 0-99/400000")));
        fails(Kind.MALFORMED);
    }

    @Test
    void oneChangedBitIsSeen() {
        byte[] other = BYTES.clone();
        other[200_000] ^= 1;
        at.registry.addBlob("a", BLOB.digest().toString(), other);
        fails(Kind.CORRUPT);
    }

    @Test
    void fewerBytesAreSeen() {
        at.registry.addBlob("a", BLOB.digest().toString(), Arrays.copyOf(BYTES, 1000));
        fails(Kind.CORRUPT);
    }

    @Test
    void moreBytesAreSeenEvenWithoutALength() {
        at.registry.fault(
                "GET",
                CDN,
                Fault.instead(Answer.of(200, Arrays.copyOf(BYTES, BYTES.length + 9)).chunked()));
        fails(Kind.CORRUPT);
    }

    @Test
    void chunkedWithoutAnEndIsEnoughOnceAllIsThere() throws IOException {
        at.registry.fault(
                "GET", CDN, Fault.instead(Answer.of(200, BYTES).chunked().cutAfter(BYTES.length)));
        fetch();
    }

    @Test
    void whatIsReadToTheLastByteIsChecked() throws IOException {
        byte[] other = BYTES.clone();
        other[0] ^= 1;
        at.registry.addBlob("a", BLOB.digest().toString(), other);
        try (InputStream in = at.repository("a").open(BLOB)) {
            assertThatThrownBy(() -> in.readNBytes(BYTES.length)).hasMessageContaining("digest");
        }
    }

    @Test
    void nothingAtAll() throws IOException {
        at.registry.addBlob("a", new byte[0]);
        Descriptor empty = Fixture.layer(new byte[0]);
        at.repository("a").fetch(empty, sink, at.events::add);
        assertThat(sink.blobs.get(empty.digest())).isEmpty();
    }

    @Test
    void aSha512IsCheckedByItsOwnHash() throws IOException {
        Digest digest = new Digest("sha512", sha512(BYTES));
        at.registry.addBlob("a", digest.toString(), BYTES);
        Descriptor blob = Descriptor.of(MediaTypes.OCI_LAYER, digest, BYTES.length);
        at.repository("a").fetch(blob, sink, at.events::add);
        assertThat(sink.blobs.get(digest)).isEqualTo(BYTES);
    }

    private static String sha512(byte[] bytes) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(java.security.MessageDigest.getInstance("SHA-512").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aStalledBodyIsReplaced() throws IOException {
        CountDownLatch latch = new CountDownLatch(1);
        try {
            at.registry.fault(
                    "GET", CDN, Fault.changed(answer -> answer.stallAfter(100_000, latch)));
            RegistryClient client =
                    at.client(
                            at.builder().limits(Limits.DEFAULT.withStall(Duration.ofMillis(100))));
            at.repository(client, "a").fetch(BLOB, sink, at.events::add);
            assertThat(sink.blobs.get(BLOB.digest())).isEqualTo(BYTES);
            assertThat(at.events)
                    .anyMatch(each ->
                            each instanceof RegistryEvent.Retrying(_, String why, _)
                                    && why.contains("stopped sending"));
        } finally {
            latch.countDown();
        }
    }

    @Test
    void anAnswerThatNeverBeginsIsGivenUp() throws IOException {
        CountDownLatch latch = new CountDownLatch(1);
        try {
            at.registry.fault(
                    "GET",
                    CDN,
                    new Fault() {
                        @Override
                        public Answer instead(dev.cooper.testkit.registry.Request request) {
                            try {
                                latch.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return Answer.none();
                        }
                    });
            RegistryClient client =
                    at.client(
                            at.builder().limits(Limits.DEFAULT.withAnswer(Duration.ofMillis(200))));
            at.repository(client, "a").fetch(BLOB, sink, at.events::add);
            assertThat(sink.blobs).containsKey(BLOB.digest());
        } finally {
            latch.countDown();
        }
    }

    @Test
    void redirectsToPlacesThatAreNotOursAreRefused() {
        for (String place :
                new String[] {
                    "http://169.254.169.254/latest/meta-data",
                    "file:///etc/passwd",
                    "http://[fd00:ec2::254]/",
                    "http://user:secret@127.0.0.2/"
                }) {
            at.registry.fault(
                    "GET", "/blobs/", Fault.instead(Answer.of(307).header("Location", place)));
            assertThatThrownBy(this::fetch)
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            e -> assertThat(e.kind()).as(place).isEqualTo(Kind.REFUSED))
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void aPublicRegistryMayNotLeadToThisMachine() {
        RegistryClient client =
                at.client(
                        at.builder()
                                .neighborhood(host ->
                                        host.equals("127.0.0.1") ? Reach.PUBLIC : Reach.LOOPBACK)
                                .credentials((_, _) -> Credential.ANONYMOUS));
        assertThatThrownBy(
                        () -> {
                            at.registry.fault(
                                    "GET",
                                    "/blobs/",
                                    Fault.instead(
                                            Answer.of(307)
                                                    .header(
                                                            "Location",
                                                            at.registry.cdnAddress() + "/x")));
                            at.repository(client, "a").fetch(BLOB, sink, at.events::add);
                        })
                .hasMessageContaining("refused");
        assertThat(at.registry.asked("cdn")).isEmpty();
    }

    @Test
    void redirectsEndSometime() {
        at.registry.fault(
                "GET",
                "/blobs/",
                Fault.instead(Answer.of(302).header("Location", "/v2/a/blobs/" + BLOB.digest())),
                7);
        fails(Kind.REFUSED);
    }

    @Test
    void foreignLayersNeedAPublicEncryptedAddress() throws IOException {
        Descriptor foreign =
                new Descriptor(
                        MediaTypes.DOCKER_FOREIGN_LAYER_GZIP,
                        Digest.sha256(new byte[] {1}),
                        1,
                        Map.of(),
                        null);
        Repository repository = at.repository("a");
        for (String address :
                new String[] {
                    "http://192.0.2.1/x",
                    "https://10.0.0.1/x",
                    "https://127.0.0.2/x",
                    "ftp://192.0.2.1/x"
                }) {
            assertThatThrownBy(() ->
                            repository.fetch(
                                    foreign, java.util.List.of(address), sink, at.events::add))
                    .satisfies(thrown ->
                            assertThat(thrown.getSuppressed()[0])
                                    .as(address)
                                    .hasMessageContaining("refused"));
        }
    }
}
