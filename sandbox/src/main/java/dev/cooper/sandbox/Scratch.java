// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.Overlay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The folder of one run: what its script reads, and where its mounts are put together. Its script
/// runs in it, so that short relative names do for everything, whatever the paths behind them hold
/// and however many there are.
record Scratch(Path path, Dir dir) implements AutoCloseable {
    /// Where the root file system is put together.
    static final String ROOT = "m";

    /// The host's tools, read-only.
    static final String TOOLS = "t";

    /// Cooper's own files for the program, and where they are seen.
    static final String OWN = "f";

    static final Name SEEN = Name.of("o");

    /// Among them, the device folder.
    static final String DEVICES = "dev";

    /// Keeps an overlay from leaving marks in the upper tree that other readers don't know.
    static final String PLAINLY = String.join(",", Overlay.OPTIONS);

    static Scratch open(Path path) throws IOException {
        return new Scratch(path.toAbsolutePath(), Dir.open(path));
    }

    void write(String name, byte[] content, int mode) throws IOException {
        try (OpenFile file = dir.create(Name.of(name), mode)) {
            file.write(content, 0, content.length);
        }
    }

    void folder(String name, int mode) throws IOException {
        dir.mkdir(Name.of(name), mode);
    }

    void link(String name, Path target) throws IOException {
        dir.symlink(Name.of(target.toAbsolutePath().toString()), Name.of(name));
    }

    /// Where `real`, a path below the root file system, is while it is put together.
    static Name inRoot(Name real) {
        return real.isEmpty() ? Name.of(ROOT) : Name.of(ROOT).child(real);
    }

    /// The options of an overlay of these trees, by links of short names that are made for them.
    ///
    /// @param prefix keeps the links of one overlay apart from those of others
    String overlay(String prefix, List<Path> lowersNewestFirst) throws IOException {
        StringBuilder options = new StringBuilder("lowerdir=");
        for (int i = 0; i < lowersNewestFirst.size(); i++) {
            String link = prefix + Integer.toString(i, Character.MAX_RADIX);
            link(link, lowersNewestFirst.get(i));
            options.append(i == 0 ? "" : ":").append(link);
        }
        return options.append(",").append(PLAINLY).toString();
    }

    /// As [#overlay], with something to write into.
    String overlay(String prefix, RootTree root) throws IOException {
        link(prefix + ".u", root.upper());
        link(prefix + ".w", root.passing() ? Overlay.work(root.work()) : root.work());
        return overlay(prefix, root.lowersNewestFirst())
                + (root.passing() ? ",volatile" : "")
                + ",upperdir="
                + prefix
                + ".u,workdir="
                + prefix
                + ".w";
    }

    @Override
    public void close() {
        dir.close();
    }
}
