// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.cache;

import dev.cooper.oci.Compression;
import java.nio.file.Path;

/// Where to export a build's results to (`--cache-to type=local`).
///
/// @param folder an OCI layout, made if there is none
/// @param tag in the layout's index
/// @param all every step's result (`mode=max`), or only those of the image's own layers
/// @param mounts whether the folders that steps shared go along
/// @param compression of layers
/// @param level in the codec's own scale
/// @param optional whether a failure is no failure of the build
public record CacheTarget(
        Path folder,
        String tag,
        boolean all,
        boolean mounts,
        Compression compression,
        int level,
        boolean optional) {}
