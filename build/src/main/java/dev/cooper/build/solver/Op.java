// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.solver;

import dev.cooper.oci.Digest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a vertex does.
///
/// @param <R> what vertices yield
public interface Op<R> {
    /// The digest of everything that makes this op differ from another, its inputs left out. Null
    /// for what can only be known by content: a build context, which may change between two looks.
    @Nullable Digest definition();

    /// What this op reads of its source number `index`.
    ///
    /// @param log is told how far it is, where that takes long
    default Content content(int index, R source, StepLog log)
            throws IOException, InterruptedException {
        throw new IllegalStateException("this op reads no sources");
    }

    /// Whether the result may be kept under a key. A result that is only a name for something kept
    /// elsewhere (an image, a context) is made again each time, at no cost, and not reported as a
    /// step that ran.
    default boolean isSource() {
        return false;
    }

    /// What made up the definition, a line per component, so that a miss can be explained. Holds no
    /// secret.
    default String detail() {
        return "";
    }

    /// Makes the result. Called at most once for equal keys at any time, on any machine thread;
    /// interruption means that the result is wanted no more.
    ///
    /// @param root the root input's result, null for a vertex without one
    R execute(@Nullable R root, List<R> sources, StepLog log)
            throws IOException, InterruptedException, StepException;
}
