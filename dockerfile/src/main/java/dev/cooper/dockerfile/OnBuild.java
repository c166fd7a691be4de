// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

/// `ONBUILD instruction`: kept in the image, to be run by the build that starts from it.
///
/// @param text what the image keeps: the instruction, with its here-documents after it
/// @param trigger the same, parsed
public record OnBuild(Origin origin, String text, Instruction trigger) implements Instruction {
    @Override
    public String keyword() {
        return "ONBUILD";
    }
}
