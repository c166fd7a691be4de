// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Bytes;
import dev.cooper.posix.Overlay;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which extended attributes belong to a file in an image: the user's, file capabilities, and
/// trusted ones. Overlay's own, and those of the store's records, say how a tree is stored and not
/// what is in it; from an archive they would make the kernel see files that aren't there. Labels of
/// the host's security modules and ACLs mean nothing on another machine.
final class LayerXattrs {
    static final String OPAQUE = Overlay.OPAQUE;

    private LayerXattrs() {}

    static boolean belongs(String name) {
        return name.equals("security.capability")
                || (name.startsWith("user.")
                        && !name.startsWith("user.overlay.")
                        && !name.startsWith("user.cooper."))
                || (name.startsWith("trusted.") && !name.startsWith("trusted.overlay."));
    }

    /// As `belongs`, for what is neither file nor folder: the kernel keeps no others there.
    static boolean belongsToSpecial(String name) {
        return name.startsWith("trusted.") && belongs(name);
    }

    static boolean isOpaque(Map<String, byte[]> xattrs) {
        byte[] value = xattrs.get(OPAQUE);
        return value != null && value.length == 1 && value[0] == 'y';
    }

    /// What an archive's entry holds of these.
    static SortedMap<Bytes, Bytes> archived(Map<String, byte[]> xattrs) {
        SortedMap<Bytes, Bytes> all = new TreeMap<>();
        for (Map.Entry<String, byte[]> each : xattrs.entrySet()) {
            if (belongs(each.getKey())) {
                all.put(Bytes.of(each.getKey()), Bytes.of(each.getValue()));
            }
        }
        return all;
    }
}
