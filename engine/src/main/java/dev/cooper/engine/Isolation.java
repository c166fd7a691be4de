// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

/// How a step or a container is kept apart from the host: an OCI runtime (runc, crun), util-linux
/// alone, or the first of the two that works here.
public enum Isolation {
    AUTO,
    OCI,
    UNSHARE
}
