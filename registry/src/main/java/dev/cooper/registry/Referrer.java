// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.oci.Descriptor;

/// A manifest that is about another: a signature, an SBOM, an attestation.
///
/// @param artifactType what kind of thing it holds; may be empty
public record Referrer(Descriptor manifest, String artifactType) {}
