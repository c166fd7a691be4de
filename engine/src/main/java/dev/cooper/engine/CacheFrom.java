// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.nio.file.Path;

/// A folder with results of earlier builds, perhaps of another machine, that a build looks in
/// besides its store. One that isn't there, or is damaged, is told of and done without.
///
/// @param folder an OCI layout that [CacheTo] wrote
/// @param name the tag it was written under, or the manifest's digest
/// @param mounts whether folders that steps share (`RUN --mount=type=cache`) are taken too, where
///   the store has none of that name
public record CacheFrom(Path folder, String name, boolean mounts) {}
