// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

/// `STOPSIGNAL signal`. [Signals] tells whether the word is one, once its variables are expanded.
///
/// @param signal as written
public record StopSignal(Origin origin, String signal) implements Instruction {
    @Override
    public String keyword() {
        return "STOPSIGNAL";
    }
}
