// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;

/// Where an image is in a registry. The documents' bytes are blobs of the store.
///
/// @param reference the repository with the digest that the image has there: that of `root`
/// @param root the index that the image is of, or its manifest
/// @param manifest of the image itself
/// @param image its id
public record Origin(Reference reference, Descriptor root, Descriptor manifest, Digest image) {}
