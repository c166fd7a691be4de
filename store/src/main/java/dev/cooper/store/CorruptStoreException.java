// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import java.io.IOException;

/// Something in the store isn't what its name or its checksum says, or what it refers to is gone: a
/// disk error, or a hand in the store. The message names what and what to do about it.
public final class CorruptStoreException extends IOException {
    private static final long serialVersionUID = 1;

    /// What is wrong, complete enough for a user.
    public CorruptStoreException(String message) {
        super(message);
    }

    /// What is wrong, and what showed it.
    public CorruptStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
