// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Overlay;
import dev.cooper.posix.PosixException;
import java.io.IOException;
import java.nio.file.Files;

/// Whether the kernel takes an upper directory where the store lies: an overlay of the container
/// that this runs in, for one, is no place for another one's. Tried at the first tree that needs
/// one: a cached build needs none.
final class OverlayProbe {
    private static final String PROBE = Overlay.OPAQUE.replace("opaque", "probe");

    private final StoreRoot root;
    private volatile boolean passed;

    OverlayProbe(StoreRoot root) {
        this.root = root;
    }

    /// @param tree new, and used by nobody
    void check(WritableTree tree) throws IOException {
        if (passed || tree.lowersNewestFirst().isEmpty()) {
            return;
        }
        try (Dir upper = Dir.open(tree.upper())) {
            // The kernel mounts without attributes too, and then can't make a folder opaque.
            upper.setXattrSelf(PROBE, new byte[] {'y'});
            upper.removeXattrSelf(PROBE);
            tree.merged().close();
            passed = true;
        } catch (PosixException e) {
            if (e.is(Errno.EPERM)) {
                throw new UnusableStoreException(
                        "steps on top of an image need an overlay file system, and that needs root: "
                                + e.getMessage());
            }
            throw new UnusableStoreException(
                    "the store %s lies on a file system (%s) that can't hold an overlay's upper directory; choose a folder on another one with --root: %s"
                            .formatted(root.path(), fileSystem(), e.getMessage()));
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
