// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import java.io.IOException;

/// A folder that can't be a store: others may write to it, it belongs to someone else, it is a
/// link, it holds other things, or another version of the program made it. Nothing in it was
/// changed.
public final class UnusableStoreException extends IOException {
    private static final long serialVersionUID = 1;

    UnusableStoreException(String message) {
        super(message);
    }
}
