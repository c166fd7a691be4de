// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import java.io.IOException;

/// The name of a container that another one has.
public final class NameInUseException extends IOException {
    private static final long serialVersionUID = 1;

    private final String name;
    private final String owner;

    NameInUseException(String name, String owner) {
        super(
                "The container name \"/"
                        + name
                        + "\" is already in use by container \""
                        + owner
                        + "\".");
        this.name = name;
        this.owner = owner;
    }

    /// The name, without a slash.
    public String name() {
        return name;
    }

    /// The id of the container that has it.
    public String owner() {
        return owner;
    }
}
