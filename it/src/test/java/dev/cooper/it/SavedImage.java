// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Cooper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An image as `save` writes it, looked at with tar.
record SavedImage(Path folder) {
    private static final Pattern LAYERS = Pattern.compile("\"Layers\":\\s*\\[([^]]*)]");
    private static final Pattern TEXT = Pattern.compile("\"([^\"]+)\"");

    /// @param parent where it is unpacked
    static SavedImage of(Cooper cooper, String image, Path parent) {
        try {
            Path folder = Files.createTempDirectory(parent, "saved");
            Path tar = folder.resolve("image.tar");
            cooper.ok("save", "-o", tar.toString(), image);
            Command.of("tar", "-C", folder.toString(), "-xf", tar.toString()).run().ok();
            return new SavedImage(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The layers' tars, from the lowest.
    List<Path> layerTars() {
        try {
            Matcher layers = LAYERS.matcher(Files.readString(folder.resolve("manifest.json")));
            if (!layers.find()) {
                throw new AssertionError("no layers in " + folder.resolve("manifest.json"));
            }
            List<Path> all = new ArrayList<>();
            Matcher each = TEXT.matcher(layers.group(1));
            while (each.find()) {
                all.add(folder.resolve(each.group(1)));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is in each layer, as tar lists it.
    List<List<String>> layers() {
        return layerTars().stream()
                .map(each ->
                        Command.of("tar", "-tf", each.toString()).run().ok().out().lines().toList())
                .toList();
    }
}
