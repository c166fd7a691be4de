// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetriesTests {
    private final NoPatience patience = new NoPatience();

    private Retries retries(Limits limits) {
        return new Retries(limits, patience, _ -> {}, "testing");
    }

    @Test
    void boundsDoubleUpToTheMost() throws IOException {
        Retries retries = retries(Limits.DEFAULT.withAttempts(10));
        while (retries.again("x", null)) {
            assertThat(patience.waits.getLast()).isLessThanOrEqualTo(Limits.DEFAULT.mostWait());
        }
        assertThat(patience.waits)
                .hasSize(9)
                .startsWith(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(800))
                .endsWith(Duration.ofSeconds(10));
    }

    @Test
    void theDeadlineHolds() throws IOException {
        Retries retries =
                retries(Limits.DEFAULT.withAttempts(100).withDeadline(Duration.ofSeconds(20)));
        while (retries.again("x", null)) {
            assertThat(patience.now()).isLessThanOrEqualTo(Duration.ofSeconds(20).toNanos());
        }
        assertThat(patience.waits).isNotEmpty();
        assertThat(retries(Limits.DEFAULT).again("x", Duration.ofHours(1))).isFalse();
    }

    @Test
    void secondsAndDates() {
        assertThat(Retries.retryAfter("12", null)).isEqualTo(Duration.ofSeconds(12));
        assertThat(
                        Retries.retryAfter(
                                "Wed, 21 Oct 2026 07:28:30 GMT", "Wed, 21 Oct 2026 07:28:00 GMT"))
                .as("by the server's clock")
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(
                        Retries.retryAfter(
                                "Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 2026 07:29:00 GMT"))
                .isEqualTo(Duration.ZERO);
        assertThat(Retries.retryAfter("soon", null)).isNull();
        assertThat(Retries.retryAfter("-1", null)).isNull();
        assertThat(Retries.retryAfter("99999999999999", null)).isNull();
        assertThat(Retries.retryAfter(null, null)).isNull();
    }
}
