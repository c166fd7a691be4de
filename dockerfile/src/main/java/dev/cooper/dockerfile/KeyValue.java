// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

/// One pair of `ENV` or `LABEL`, as written.
///
/// @param key the left side, with quotes and variables as written
/// @param value the right side likewise; `""` if empty
/// @param legacy whether it was written `key value`, without a `=`
public record KeyValue(String key, String value, boolean legacy) {}
