// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import java.io.IOException;

/// What can't be done to a container while it runs: start it, remove it.
public final class ContainerRunningException extends IOException {
    private static final long serialVersionUID = 1;

    private final String id;

    ContainerRunningException(String id) {
        super("container " + id.substring(0, 12) + " is running");
        this.id = id;
    }

    /// The container's id, whole.
    public String id() {
        return id;
    }
}
