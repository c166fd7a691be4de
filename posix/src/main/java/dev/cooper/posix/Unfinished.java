// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

/// Until the calls behind the signatures land.
final class Unfinished {
    private Unfinished() {}

    @SuppressWarnings({"DoNotCallSuggester", "TypeParameterUnusedInFormals"})
    static <T> T call() {
        throw new UnsupportedOperationException();
    }
}
