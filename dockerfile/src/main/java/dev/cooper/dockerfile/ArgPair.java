// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import org.jspecify.annotations.Nullable;

/// One variable of an `ARG`.
///
/// @param key the name
/// @param value the default as written (quotes and variables not yet processed), or null if there
///   is none
public record ArgPair(String key, @Nullable String value) {}
