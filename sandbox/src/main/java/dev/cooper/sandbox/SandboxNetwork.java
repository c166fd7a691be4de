// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

/// The network that a process sees.
public enum SandboxNetwork {
    /// The host's own.
    HOST,
    /// A loopback of its own and nothing else.
    NONE
}
