// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.io.IOException;

/// An archive that breaks the format or the limits; the message names the entry.
public final class MalformedTarException extends IOException {
    public MalformedTarException(String message) {
        super(message);
    }
}
