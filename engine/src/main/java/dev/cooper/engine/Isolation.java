// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

/// How a step or a container is kept apart from the host: an OCI runtime (runc, crun), util-linux
/// alone, or the first of the two that works here. `CHROOT` is for places where neither does:
/// another root folder, which holds no program that means harm.
public enum Isolation {
    AUTO,
    OCI,
    UNSHARE,
    CHROOT
}
