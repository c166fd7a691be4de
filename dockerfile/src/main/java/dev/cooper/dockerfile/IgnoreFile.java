// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A `.dockerignore` file (DOCKERFILE.md 1.5). Immutable and safe for threads.
@SuppressWarnings({"unused", "UnusedMethod", "UnusedVariable", "DoNotCallSuggester"})
public final class IgnoreFile {
    /// Ignores nothing.
    public static final IgnoreFile NONE = new IgnoreFile(List.of());

    private final List<IgnorePattern> patterns;

    private IgnoreFile(List<IgnorePattern> patterns) {
        this.patterns = patterns;
    }

    /// Reads a file, decoded as [Dockerfile#parse] wants it.
    public static IgnoreFile parse(String text) throws MalformedPatternException {
        throw new UnsupportedOperationException();
    }

    /// The patterns in order.
    public List<IgnorePattern> patterns() {
        return patterns;
    }

    /// Whether the file ignores a path: `a/b`, without a slash at either end.
    public Decision check(String path) {
        throw new UnsupportedOperationException();
    }

    /// Whether an ignored directory must be walked all the same, because an exception may match
    /// below it.
    public boolean mayContainIncluded(String directory) {
        throw new UnsupportedOperationException();
    }

    /// The root of a walk: the cheap way to ask for every path of a tree.
    public Scope root() {
        throw new UnsupportedOperationException();
    }

    /// A directory in a walk. Immutable.
    public interface Scope {
        /// Whether the file ignores this child of the directory.
        Decision check(String name);

        /// The child as a directory to walk.
        Scope enter(String name);

        /// Whether an exception may match below this directory.
        boolean mayContainIncluded();
    }

    /// What became of a path.
    ///
    /// @param ignored whether it is hidden
    /// @param by the line that decided, or null if none matched
    public record Decision(boolean ignored, @Nullable IgnorePattern by) {}
}
