// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.io.IOException;

/// Bytes that are not JSON, go beyond the limits, or have another type than the reader asked for.
public final class MalformedJsonException extends IOException {
    public MalformedJsonException(String message) {
        super(message);
    }
}
