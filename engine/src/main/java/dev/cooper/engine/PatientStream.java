// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A buffered stream that says that there is more as long as there is: gzip's reader asks, and
/// would take a pause of a pipe between two members for the end.
final class PatientStream extends BufferedInputStream {
    PatientStream(InputStream in) {
        super(in, 1 << 16);
    }

    @Override
    public synchronized int available() throws IOException {
        int some = super.available();
        if (some > 0) {
            return some;
        }
        mark(1);
        int next = read();
        reset();
        return next < 0 ? 0 : 1;
    }
}
