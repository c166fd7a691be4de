// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.InvalidReferenceException;
import dev.cooper.oci.Reference;

/// References as people type them, with this API's error.
final class References {
    private References() {}

    static Reference parse(String text) {
        try {
            return Reference.parse(text);
        } catch (InvalidReferenceException e) {
            throw new CooperException.InvalidInput(
                    e.getMessage() == null ? text : e.getMessage(), e);
        }
    }
}
