// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

/// A path that a container has otherwise than its image.
///
/// @param path absolute; bytes that aren't UTF-8 as lone surrogates (PEP 383)
public record ContainerChange(String path, FileChange.Kind kind) {}
