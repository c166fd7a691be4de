// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

/// A text that does not name an image; the message says why, in docker's words.
public final class InvalidReferenceException extends Exception {
    public InvalidReferenceException(String message) {
        super(message);
    }
}
