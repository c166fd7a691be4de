// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.io.IOException;

/// The bytes that came are not the bytes that were promised: another digest or another size.
public final class DigestMismatchException extends IOException {
    public DigestMismatchException(String message) {
        super(message);
    }
}
