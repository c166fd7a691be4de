// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.oci.Digest;
import java.util.ArrayList;
import java.util.List;

/// One digest for a layer and all below it (OCI image specification, config.md, "Layer ChainID").
public final class ChainIds {
    private ChainIds() {}

    /// For each layer, lowest first, that of the chain that it is the top of.
    public static List<Digest> of(List<Digest> diffIds) {
        List<Digest> chains = new ArrayList<>();
        for (Digest diffId : diffIds) {
            chains.add(
                    chains.isEmpty()
                            ? diffId
                            : Digest.sha256((chains.getLast() + " " + diffId).getBytes(UTF_8)));
        }
        return chains;
    }
}
