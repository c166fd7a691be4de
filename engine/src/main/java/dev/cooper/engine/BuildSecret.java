// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.nio.file.Path;

/// Where the value of a build's secret comes from. It is read when a step asks for it; it never
/// gets into an image, a log, or an exception.
public sealed interface BuildSecret {
    /// The bytes of a file.
    record File(Path path) implements BuildSecret {}

    /// These bytes.
    record Value(@SuppressWarnings("ArrayRecordComponent") byte[] bytes) implements BuildSecret {
        @Override
        public String toString() {
            return "Value[...]";
        }
    }
}
