// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

/// Whose a file is.
public record Owner(int uid, int gid) {
    public static final Owner ROOT = new Owner(0, 0);
}
