// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

/// The name of a snapshot: lower-case letters and digits, at least eight. Random, and short because
/// the paths of a long chain are mount options.
///
/// @param value the name
public record SnapshotId(String value) implements Comparable<SnapshotId> {
    /// @throws IllegalArgumentException for anything else: only this type can make a path of a name
    public SnapshotId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not the id of a snapshot: " + value);
        }
    }

    static boolean isValid(String value) {
        if (value.length() < 8 || value.length() > 64) {
            return false;
        }
        return value.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
    }

    @Override
    public int compareTo(SnapshotId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
