// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;

/// What came of a push.
///
/// @param digest of the manifest
/// @param size of the manifest in bytes
public record PushedImage(Reference reference, Digest digest, long size) {}
