// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

/// `WORKDIR path`.
///
/// @param path as written
public record Workdir(Origin origin, String path) implements Instruction {
    @Override
    public String keyword() {
        return "WORKDIR";
    }
}
