// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;

/// `EXPOSE port[-port][/protocol] …`.
///
/// @param ports the words as written; each is expanded, split in words and read by [PortSpec]
public record Expose(Origin origin, List<String> ports) implements Instruction {
    /// Copies the lists.
    public Expose {
        ports = List.copyOf(ports);
    }

    @Override
    public String keyword() {
        return "EXPOSE";
    }
}
