// SPDX-License-Identifier: Apache-2.0
package dev.cooper.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where things are: the source tree that tests run in, and what they need beside it.
public final class Project {
    private Project() {}

    /// The folder that holds the launcher.
    public static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(at.resolve("check"))) {
            at = at.getParent();
            if (at == null) {
                throw new IllegalStateException("not below a source tree of Cooper");
            }
        }
        return at;
    }

    /// The launcher.
    public static Path launcher() {
        return root().resolve("cooper");
    }

    /// The root file system of a base image as a tar; `examples/bases.sh --only-tars` makes them.
    ///
    /// @param image such as `golang:1.7.3`
    public static Path baseTar(String image) {
        String folder = System.getenv("COOPER_BASES");
        Path bases =
                folder == null
                        ? Path.of(System.getProperty("user.home"), ".cache", "cooper", "bases")
                        : Path.of(folder);
        Path tar = bases.resolve(image.replace(':', '-').replace('/', '-') + ".tar");
        if (!Files.exists(tar)) {
            throw new IllegalStateException(tar + " is missing: run examples/bases.sh --only-tars");
        }
        return tar;
    }
}
