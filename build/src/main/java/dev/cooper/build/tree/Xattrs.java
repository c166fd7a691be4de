// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

/// Which extended attributes belong to a file in an image: the user's, file capabilities, and
/// trusted ones, but neither overlay's own nor those of the store's records. Labels of the host's
/// security modules and ACLs do not.
public final class Xattrs {
    private Xattrs() {}

    public static boolean belongs(String name) {
        return name.equals("security.capability")
                || (name.startsWith("user.")
                        && !name.startsWith("user.overlay.")
                        && !name.startsWith("user.cooper."))
                || (name.startsWith("trusted.") && !name.startsWith("trusted.overlay."));
    }
}
