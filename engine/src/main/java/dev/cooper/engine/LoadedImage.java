// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import java.util.List;
import java.util.Map;

/// An image that was loaded.
///
/// @param tags the names it now has by this archive; empty if the archive gave it none
/// @param replaced of these names the ones that another image had, and which
public record LoadedImage(Digest id, List<Reference> tags, Map<Reference, Digest> replaced) {}
