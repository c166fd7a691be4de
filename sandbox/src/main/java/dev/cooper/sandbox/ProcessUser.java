// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Name;
import java.util.List;

/// Who a process runs as.
///
/// @param groups all of its groups, the primary one first
/// @param home its home directory by the password file; `/` where that has none
public record ProcessUser(int uid, int gid, List<Integer> groups, Name home) {
    public ProcessUser {
        groups = List.copyOf(groups);
    }
}
