// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import dev.cooper.build.context.IgnoreFilter;
import dev.cooper.build.tree.SourceTree;
import dev.cooper.dockerfile.IgnoreFile;
import dev.cooper.oci.Platform;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What to check or outline.
///
/// @param dockerfile its text; bytes that are not UTF-8 are the lone surrogates U+DC80 to U+DCFF
/// @param dockerfileName what reports call it
/// @param context only its `.dockerignore` counts, no file of it is read
/// @param contexts the names of named contexts, which stand for stages and images
/// @param target the stage wanted; null for the last
/// @param buildArguments a null value gives the argument none
public record CheckSpec(
        String dockerfile,
        String dockerfileName,
        SourceTree context,
        Set<String> contexts,
        @Nullable String target,
        Map<String, @Nullable String> buildArguments,
        Platform platform) {
    /// Copies the set.
    public CheckSpec {
        contexts = Set.copyOf(contexts);
    }

    @Nullable IgnoreFile ignore() {
        return context.filter() instanceof IgnoreFilter filter ? filter.ignore() : null;
    }
}
