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
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens to answers before anybody reads them.
class TransportTests {
    @TempDir Path folder;
    private Fixture at;

    @BeforeEach
    void start() throws IOException {
        at = new Fixture(folder, RegistrySettings.OPEN);
        at.add("a", "1", Fixture.image(Fixture.noise(1, 10)));
    }

    @AfterEach
    void stop() {
        at.close();
    }

    private void manifestFails(Answer answer, String words) {
        at.registry.fault("GET", "manifests", Fault.instead(answer), 9);
        assertThatThrownBy(() -> at.repository("a").document("1")).hasMessageContaining(words);
    }

    @Test
    void aServersWordsCannotPaintTheTerminal() {
        at.registry.fault(
                "GET",
                "manifests",
                Fault.instead(
                        Answer.error(
                                403,
                                "DENIED",
                                "\\u001b[31mred\\u202e\\r\\n\\u009b2J" + "x".repeat(5000))));
        assertThatThrownBy(() -> at.repository("a").document("1"))
                .satisfies(e ->
                        assertThat(e.getMessage())
                                .hasSizeLessThan(1000)
                                .contains("\\u001b[31mred\\u202e\\u000d\\u000a\\u009b2J")
                                .matches("[\\x20-\\x7E…]+"));
    }

    @Test
    void headersOfAnySizeAreSurvived() throws IOException {
        at.registry.fault(
                "GET",
                "manifests",
                Fault.changed(answer -> answer.header("X-Large", "x".repeat(300_000))));
        at.repository("a").document("1");
        manifestFails(
                Answer.of(200).header("X-Huge", "x".repeat(1 << 20)), at.registry.authority());
    }

    @Test
    void whatTheRegistryHasToSayIsTold() throws IOException {
        at.registry.fault(
                "GET",
                "manifests",
                Fault.changed(
                        answer -> answer.header("Warning", "299 - \"this registry closes soon\"")));
        at.repository("a").document("1");
        assertThat(at.events)
                .contains(
                        new RegistryEvent.Warned(
                                at.registry.authority(), "this registry closes soon"));
    }

    @Test
    void everyRequestSaysWhoAsks() throws IOException {
        at.repository(at.client(at.builder().userAgent("cooper/9")), "a").document("1");
        assertThat(at.registry.requests())
                .allMatch(each -> "cooper/9".equals(each.header("User-Agent")));
    }

    @Test
    void serversThatFailAreAskedAgainAndThenNotAnyMore() throws IOException {
        at.registry.fault("GET", "manifests", Fault.instead(Answer.of(502)), 3);
        at.repository("a").document("1");
        assertThat(at.patience.waits).hasSize(3);
        at.registry.fault("GET", "manifests", Fault.instead(Answer.of(503)), 4);
        assertThatThrownBy(() -> at.repository("a").document("1"))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
                            assertThat(e.temporary()).isTrue();
                        });
    }

    @Test
    void brokenConnectionsAreMadeAgain() throws IOException {
        at.registry.fault("GET", "manifests", Fault.dropped(0), 2);
        at.repository("a").document("1");
        assertThat(at.patience.waits).hasSizeGreaterThanOrEqualTo(1);
    }

    @Test
    void portsWithoutAServer() throws IOException {
        RegistryClient client = at.client();
        String gone = at.registry.authority();
        at.registry.close();
        assertThatThrownBy(() -> client.repository(Fixture.parsed(gone + "/a")).document("1"))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE))
                .hasMessageContaining("no connection to " + gone);
    }

    @Test
    void failuresOfConnectionsInWords() {
        IOException unresolved = new ConnectException();
        unresolved.initCause(new UnresolvedAddressException());
        assertThat(meaning(unresolved)).isEqualTo(Kind.DNS);
        assertThat(meaning(new ConnectException("Connection refused"))).isEqualTo(Kind.UNREACHABLE);
        assertThat(meaning(new HttpConnectTimeoutException("x"))).isEqualTo(Kind.TIMEOUT);
        assertThat(meaning(new SSLHandshakeException("PKIX path building failed")))
                .isEqualTo(Kind.TLS);
        assertThat(meaning(new IOException("Connection reset"))).isEqualTo(Kind.UNREACHABLE);
    }

    private static Kind meaning(IOException failure) {
        return ((RegistryException) Failures.of(failure, "a.example", "testing")).kind();
    }

    @Test
    void onlySoManyTransfersPerHostAtOnce() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);
        Fault counting =
                new Fault() {
                    @Override
                    public Answer instead(Request request) {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        two.countDown();
                        try {
                            two.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        now.decrementAndGet();
                        return Answer.error(404, "MANIFEST_UNKNOWN", "x");
                    }
                };
        at.registry.fault("GET", "manifests", counting, 40);
        RegistryClient client = at.client(at.builder().limits(Limits.DEFAULT.withPerHost(2)));
        Repository repository = at.repository(client, "a");
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                all.add(
                        executor.submit(() ->
                                assertThatThrownBy(() -> repository.document("1"))
                                        .isInstanceOf(RegistryException.class)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        assertThat(most).hasValue(2);
    }

    @Test
    void anInterruptedThreadStopsWaiting() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        at.registry.fault(
                "GET",
                "manifests",
                new Fault() {
                    @Override
                    public Answer instead(Request request) {
                        asked.countDown();
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        return Answer.none();
                    }
                });
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread thread =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                at.repository("a").document("1");
                            } catch (IOException e) {
                                end.complete(e);
                            }
                        });
        asked.await();
        thread.interrupt();
        assertThat(end.get()).isInstanceOf(InterruptedIOException.class);
        never.countDown();
    }
}
