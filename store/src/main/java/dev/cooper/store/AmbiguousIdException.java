// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import java.io.IOException;

/// The start of an id that more than one image or container has.
public final class AmbiguousIdException extends IOException {
    private static final long serialVersionUID = 1;

    AmbiguousIdException(String prefix, String what) {
        super("multiple " + what + " found with provided prefix: " + prefix);
    }
}
