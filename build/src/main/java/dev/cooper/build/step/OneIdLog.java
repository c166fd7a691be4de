// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.build.solver.StepLog;
import dev.cooper.posix.Rights;
import dev.cooper.sandbox.OneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// Listens, where there is one user id alone, for what programs say when they want another one:
/// their own words don't tell what to do.
final class OneIdLog implements StepLog {
    private static final List<String> SIGNS =
            List.of(
                    "invalid argument",
                    "operation not permitted",
                    "set groups",
                    "setgroups",
                    "initgroups",
                    "setegid",
                    "seteuid");

    private final StepLog log;
    private final AtomicBoolean heard = new AtomicBoolean();

    private OneIdLog(StepLog log) {
        this.log = log;
    }

    static OneIdLog of(StepLog log) {
        return new OneIdLog(log);
    }

    @Override
    public void line(boolean standardError, byte[] line) {
        log.line(standardError, line);
        if (Rights.own().hasOneId() && !heard.get()) {
            String said = new String(line, UTF_8).toLowerCase(java.util.Locale.ROOT);
            if (SIGNS.stream().anyMatch(said::contains)) {
                heard.set(true);
            }
        }
    }

    @Override
    public void status(String text) {
        log.status(text);
    }

    /// To be called when the program has failed.
    void failed() {
        if (heard.get()) {
            for (String each :
                    ("If this needed a user or group besides root: " + OneId.advice())
                            .split("\n")) {
                log.line(true, each.getBytes(UTF_8));
            }
        }
    }
}
