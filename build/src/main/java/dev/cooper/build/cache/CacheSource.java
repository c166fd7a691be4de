// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.cache;

import java.nio.file.Path;

/// An exported cache to look results up in (`--cache-from type=local`).
///
/// @param folder an OCI layout
/// @param name a tag of the layout's index, or a digest `sha256:…`
/// @param mounts whether shared folders come along
public record CacheSource(Path folder, String name, boolean mounts) {}
