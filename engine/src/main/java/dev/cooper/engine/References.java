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
            throw new CooperException.InvalidInput(message(text, e), e);
        }
    }

    /// A name to give to an image: with a tag, `latest` by default, and no digest.
    static Reference parseTag(String text) {
        return parseTag(
                text, "Error parsing reference: \"" + text + "\" is not a valid repository/tag: ");
    }

    /// A name for what is built.
    static Reference parseBuildTag(String text) {
        return parseTag(text, "invalid tag \"" + text + "\": ");
    }

    private static Reference parseTag(String text, String error) {
        try {
            Reference reference = Reference.parse(text);
            checkTag(reference);
            return reference;
        } catch (InvalidReferenceException e) {
            throw new CooperException.InvalidInput(error + message(text, e), e);
        }
    }

    /// Refuses a name that an image can't be given.
    static void checkTag(Reference reference) {
        if (reference.digest() != null) {
            throw new CooperException.InvalidInput(
                    "refusing to create a tag with a digest reference");
        }
    }

    private static String message(String text, InvalidReferenceException e) {
        return e.getMessage() == null ? text : e.getMessage();
    }
}
