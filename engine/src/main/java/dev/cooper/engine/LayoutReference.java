// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Digest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// An image of a layout: `oci-layout://PATH[:TAG][@DIGEST]`. The digest decides if both are there.
record LayoutReference(Path path, @Nullable String tag, @Nullable Digest digest) {
    static final String SCHEME = "oci-layout://";

    /// @param text with the scheme or without
    /// @throws CooperException.InvalidInput if it is none
    static LayoutReference parse(String text) {
        String rest = text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : text;
        int at = rest.lastIndexOf("@");
        Digest digest = null;
        if (at >= 0 && rest.indexOf('/', at) < 0) {
            digest = Digest.parseOrNull(rest.substring(at + 1));
            if (digest == null) {
                throw new CooperException.InvalidInput(
                        "invalid digest in " + text + ": it is @sha256: and 64 digits");
            }
            rest = rest.substring(0, at);
        }
        int colon = rest.lastIndexOf(':');
        String tag = null;
        if (colon > rest.lastIndexOf('/')) {
            tag = rest.substring(colon + 1);
            rest = rest.substring(0, colon);
        }
        if (rest.isEmpty() || (tag != null && !tag.matches("[A-Za-z0-9_][A-Za-z0-9_.+-]{0,127}"))) {
            throw new CooperException.InvalidInput(
                    "invalid layout " + text + ": PATH[:TAG][@DIGEST]");
        }
        try {
            return new LayoutReference(Path.of(rest), tag, digest);
        } catch (InvalidPathException e) {
            throw new CooperException.InvalidInput("not a path in this locale: " + rest, e);
        }
    }

    @Override
    public String toString() {
        return path + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }
}
