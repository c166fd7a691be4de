// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.build.solver.StepException;

/// A `COPY` or `ADD` source that isn't there, with what may help: the rule that hides it, or the
/// name that was meant.
public final class MissingSourceException extends StepException {
    private static final long serialVersionUID = 1;

    MissingSourceException(String message) {
        super(message);
    }
}
