// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

/// `MAINTAINER text`: the image's author. Deprecated for the label
/// `org.opencontainers.image.authors`.
///
/// @param name as written; variables are not expanded
public record Maintainer(Origin origin, String name) implements Instruction {
    @Override
    public String keyword() {
        return "MAINTAINER";
    }
}
