// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.store.LayerWalk;
import dev.cooper.store.StoredContainer;
import dev.cooper.store.TreeChanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// `docker diff`: looks at what a container's upper directory has, not at the merged tree, which
/// belongs to its programs while they run.
final class ContainerDiff {
    private static final Set<String> STUBS =
            Set.of(
                    "/dev/console",
                    "/dev/mqueue",
                    "/dev/pts",
                    "/dev/shm",
                    "/etc/hostname",
                    "/etc/hosts",
                    "/etc/resolv.conf",
                    "/dev",
                    "/proc",
                    "/sys");

    private ContainerDiff() {}

    static List<ContainerChange> of(StoredContainer container)
            throws IOException, InterruptedException {
        List<ContainerChange> all = new ArrayList<>();
        for (TreeChanges.TreeChange each : container.changes()) {
            all.add(new ContainerChange("/" + each.path().text(), kind(each.kind())));
        }
        return withoutStubs(all);
    }

    /// What a sandbox mounts over needs something to lie on, which it makes where the image has
    /// nothing. That isn't the container's doing; docker keeps it in a layer of its own.
    private static List<ContainerChange> withoutStubs(List<ContainerChange> all) {
        List<ContainerChange> left = new ArrayList<>(all);
        Set<String> parents = new HashSet<>();
        left.removeIf(each -> {
            boolean stub = each.kind() == FileChange.Kind.ADDED && STUBS.contains(each.path());
            if (stub) {
                parents.add(each.path().substring(0, each.path().lastIndexOf('/')));
            }
            return stub;
        });
        for (String parent : parents) {
            boolean more = left.stream().anyMatch(each -> each.path().startsWith(parent + "/"));
            for (int i = left.size() - 1; i >= 0; i--) {
                if (left.get(i).path().equals(parent)) {
                    ContainerChange changed = new ContainerChange(parent, FileChange.Kind.CHANGED);
                    if (more) {
                        left.set(i, changed);
                    } else {
                        left.remove(i);
                    }
                }
            }
        }
        return List.copyOf(left);
    }

    private static FileChange.Kind kind(LayerWalk.Change change) {
        return switch (change) {
            case ADDED -> FileChange.Kind.ADDED;
            case CHANGED, SAME -> FileChange.Kind.CHANGED;
            case DELETED -> FileChange.Kind.DELETED;
        };
    }
}
