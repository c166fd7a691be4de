// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.io.IOException;

/// A manifest, index or configuration that is not one; the message names the member at fault.
public final class MalformedImageException extends IOException {
    public MalformedImageException(String message) {
        super(message);
    }

    public MalformedImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
