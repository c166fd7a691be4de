// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.solver;

import dev.cooper.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How keys are made of digests. Changing anything here, or any op's definition, changes every key:
/// old records become misses, never wrong hits.
final class Keys {
    private Keys() {}

    /// Null as soon as any input has no key.
    static @Nullable Digest definition(
            Digest op, @Nullable Evaluable root, List<? extends Evaluable> sources) {
        StringBuilder text = new StringBuilder("definition\n").append(op).append('\n');
        if (root != null) {
            Digest key = root.key();
            if (key == null) {
                return null;
            }
            text.append("root ").append(key).append('\n');
        }
        for (Evaluable source : sources) {
            Digest key = source.key();
            if (key == null) {
                return null;
            }
            text.append("source ").append(key).append('\n');
        }
        return digest(text);
    }

    static Digest content(Digest op, @Nullable Digest root, List<Digest> contents) {
        StringBuilder text = new StringBuilder("content\n").append(op).append('\n');
        if (root != null) {
            text.append("root ").append(root).append('\n');
        }
        for (Digest content : contents) {
            text.append("content ").append(content).append('\n');
        }
        return digest(text);
    }

    private static Digest digest(StringBuilder text) {
        return Digest.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// Something whose key may be known.
    interface Evaluable {
        @Nullable Digest key();
    }
}
