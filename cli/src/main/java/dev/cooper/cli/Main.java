// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli;

/// The command `cooper`.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        throw new UnsupportedOperationException();
    }
}
