// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.console.Terminal;

/// A terminal everywhere, or nowhere.
record Terminals(boolean everywhere) implements Terminal {
    @Override
    public boolean isInput() {
        return everywhere;
    }

    @Override
    public boolean isOutput() {
        return everywhere;
    }

    @Override
    public boolean isError() {
        return everywhere;
    }

    @Override
    public Size size() {
        return Size.USUAL;
    }
}
