// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import java.io.IOException;

/// An image id that the store hasn't.
public final class NoSuchImageException extends IOException {
    private static final long serialVersionUID = 1;

    NoSuchImageException(String id) {
        super("No such image: " + id);
    }
}
