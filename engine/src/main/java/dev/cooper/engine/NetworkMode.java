// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

/// The network that a process sees: the host's own, or none but its loopback.
public enum NetworkMode {
    HOST,
    NONE
}
