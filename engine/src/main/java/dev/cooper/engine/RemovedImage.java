// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

/// One line of what `docker rmi` did.
public sealed interface RemovedImage {
    /// @param reference in docker's short form
    record Untagged(String reference) implements RemovedImage {}

    /// @param digest an image's id, or a layer's
    record Deleted(String digest) implements RemovedImage {}
}
