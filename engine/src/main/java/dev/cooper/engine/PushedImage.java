// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;

/// What came of a push.
///
/// @param mediaType a manifest's, or an index's if there are several platforms
/// @param digest of it
/// @param size of it in bytes
public record PushedImage(Reference reference, String mediaType, Digest digest, long size) {}
