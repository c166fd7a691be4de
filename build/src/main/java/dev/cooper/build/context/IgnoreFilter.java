// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.context;

import dev.cooper.build.tree.FileFilter;
import dev.cooper.dockerfile.IgnoreFile;
import dev.cooper.dockerfile.IgnorePattern;
import dev.cooper.posix.Name;
import org.jspecify.annotations.Nullable;

/// What a `.dockerignore` file leaves.
///
/// @param name of the file, for messages
/// @param bytes its length
public record IgnoreFilter(IgnoreFile ignore, String name, int bytes) implements FileFilter {
    @Override
    public boolean includes(Name path) {
        return !ignore.check(path.text()).ignored();
    }

    @Override
    public boolean mayHoldIncluded(Name directory) {
        return includes(directory) || ignore.mayContainIncluded(directory.text());
    }

    @Override
    public @Nullable String reason(Name path) {
        IgnoreFile.Decision decision = ignore.check(path.text());
        IgnorePattern by = decision.by();
        return decision.ignored() && by != null
                ? name + " line " + by.line() + ": " + by.text()
                : null;
    }
}
