// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.Overlay;
import dev.cooper.posix.PosixException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the trees of a chain are put together: by the kernel's overlay, or, where it takes no upper
/// directory or this process may not mount, by copying. Tried when it is first needed: a cached
/// build needs neither. The snapshots of both are the same.
///
/// `COOPER_SNAPSHOTTER` asks for one of them: `overlay` or `copying`.
final class Snapshotter {
    private static final String VARIABLE = "COOPER_SNAPSHOTTER";
    private static final String PROBE = Overlay.OPAQUE.replace("opaque", "probe");

    private final StoreRoot root;
    private final Workspace workspace;
    private @Nullable Boolean copies;

    Snapshotter(StoreRoot root, Workspace workspace) {
        this.root = root;
        this.workspace = workspace;
    }

    /// @throws UnusableStoreException if overlays were asked for and can't be had
    synchronized boolean copies() throws IOException {
        Boolean known = copies;
        if (known == null) {
            known = choose(System.getenv().getOrDefault(VARIABLE, ""));
            copies = known;
            if (known) {
                Overlay.doWithout();
            }
        }
        return known;
    }

    private boolean choose(String wanted) throws IOException {
        return switch (wanted) {
            case "copying" -> true;
            case "", "auto" -> obstacle() != null;
            case "overlay" -> {
                PosixException obstacle = obstacle();
                if (obstacle != null) {
                    throw new UnusableStoreException(
                            "the store %s lies on a file system (%s) that can't hold an overlay's upper directory, or this process may not mount one: %s; without %s=overlay, files are copied"
                                    .formatted(
                                            root.path(),
                                            fileSystem(),
                                            obstacle.getMessage(),
                                            VARIABLE));
                }
                yield false;
            }
            default ->
                    throw new UnusableStoreException(
                            VARIABLE
                                    + " is \""
                                    + wanted
                                    + "\"; it may be overlay, copying or auto");
        };
    }

    private @Nullable PosixException obstacle() throws IOException {
        Name name = workspace.fresh();
        Dir tmp = workspace.dir();
        Path path = workspace.path().resolve(name.text());
        tmp.mkdir(name, 0700);
        try {
            for (String each : List.of("l", "u", "w")) {
                tmp.mkdir(name.child(Name.of(each)), 0700);
            }
            try (Dir upper = tmp.openDir(name.child(Name.of("u")))) {
                // The kernel mounts without attributes too, and then can't make a folder opaque.
                upper.setXattrSelf(PROBE, new byte[] {'y'});
                upper.removeXattrSelf(PROBE);
            }
            Overlay.mount(List.of(path.resolve("l")), path.resolve("u"), path.resolve("w")).close();
            return null;
        } catch (PosixException e) {
            return e;
        } finally {
            tmp.deleteTree(name);
        }
    }

    private String fileSystem() {
        try {
            return Files.getFileStore(root.path()).type();
        } catch (IOException e) {
            return "of unknown type";
        }
    }
}
