// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

import dev.cooper.dockerfile.IgnoreFile;
import dev.cooper.dockerfile.walk.WalkRequest;
import org.jspecify.annotations.Nullable;

/// What to check.
///
/// @param fileName as the build knows it, such as `Dockerfile`
/// @param text the file, decoded as [dev.cooper.dockerfile.Dockerfile#parse] wants it
/// @param walk target, arguments and what is known of images. `build --check` without a target goes
///   through every stage; a build only through those it needs
/// @param ignore the `.dockerignore` of the context, null if there is none
public record LintRequest(
        String fileName, String text, WalkRequest walk, @Nullable IgnoreFile ignore) {}
