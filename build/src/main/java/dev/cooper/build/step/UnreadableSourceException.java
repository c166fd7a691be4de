// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.solver.StepException;
import java.io.IOException;

/// Carries a source's [StepException] through code that only reads.
final class UnreadableSourceException extends IOException {
    private static final long serialVersionUID = 1;

    UnreadableSourceException(StepException cause) {
        super(cause.getMessage(), cause);
    }
}
