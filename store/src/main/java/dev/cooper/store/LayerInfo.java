// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Digest;

/// What a layer's archive is, without the archive.
///
/// @param diffId digest of the uncompressed tar
/// @param size sum of the sizes of its regular files in bytes, as docker shows sizes; a hard link
///   counts nothing
/// @param tarSize length of the uncompressed tar in bytes
public record LayerInfo(Digest diffId, long size, long tarSize) {}
