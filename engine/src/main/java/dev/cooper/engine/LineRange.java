// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

/// Lines of a Dockerfile, counted from 1, both of them included.
public record LineRange(int first, int last) {}
