// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.walk;

import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.RunMount;
import dev.cooper.dockerfile.SourceRange;
import java.util.List;

/// One instruction, with all that its words stand for. An `ARG` of many pairs is as many steps.
///
/// @param written the instruction as it stands in the file, or in the base's `ONBUILD`
/// @param expanded the same with its variables replaced, where it takes variables
/// @param mounts what the `--mount` flags of a `RUN` ask for
/// @param range the lines to blame: those of `FROM` for what the base wants done
/// @param inherited whether it is an `ARG` that only takes in one from before the first `FROM`, or
///   one of the platform's
public record Step(
        Instruction written,
        Instruction expanded,
        List<RunMount> mounts,
        SourceRange range,
        boolean inherited) {
    /// Copies the list.
    public Step {
        mounts = List.copyOf(mounts);
    }
}
