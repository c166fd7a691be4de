// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.Overlay;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// Trees as they are seen from here.
final class Trees {
    /// The kernel's own limit (OVL_MAX_STACK).
    private static final int MOST_LOWERS = 500;

    private Trees() {}

    /// The merged view. It must be closed before anything else mounts the same upper tree.
    static Dir open(RootTree root) throws IOException {
        int lowers = root.lowersNewestFirst().size();
        if (lowers > MOST_LOWERS) {
            throw new IOException(
                    "a root file system of "
                            + lowers
                            + " layers: the kernel's overlay takes "
                            + MOST_LOWERS
                            + "; build the image with fewer, or flatten it with export and import");
        }
        if (lowers == 0) {
            return Dir.open(root.upper());
        }
        return root.passing()
                ? Overlay.mountVolatile(
                        root.lowersNewestFirst(), root.upper(), Overlay.work(root.work()))
                : Overlay.mount(root.lowersNewestFirst(), root.upper(), root.work());
    }

    /// Of a file of the host's, links followed.
    static Stat stat(Path path) throws IOException {
        Path real = path.toRealPath();
        Path parent = real.getParent();
        Path name = real.getFileName();
        if (parent == null || name == null) {
            try (Dir root = Dir.open(real)) {
                return root.self();
            }
        }
        try (Dir folder = Dir.open(parent)) {
            return folder.stat(Name.of(name.toString()));
        }
    }

    /// Makes what is missing of a place.
    static void make(Place place, boolean folder) throws IOException {
        Layer layer = place.layer();
        Dir dir = Objects.requireNonNull(layer.dir());
        Name inside = layer.inside(place.real());
        List<Name> parts = inside.components();
        int from = layer.inside(place.existing()).components().size();
        if (layer.stubs() != null) {
            layer.stubs().make(dir, inside, from, folder);
            return;
        }
        for (int i = from + 1; i <= parts.size(); i++) {
            Name each = Name.join(parts.subList(0, i));
            if (folder || i < parts.size()) {
                dir.mkdir(each, 0755);
            } else {
                dir.create(each, 0644).close();
            }
        }
    }
}
