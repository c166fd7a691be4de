// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

/// `USER name[:group]`.
///
/// @param user as written
public record User(Origin origin, String user) implements Instruction {
    @Override
    public String keyword() {
        return "USER";
    }
}
