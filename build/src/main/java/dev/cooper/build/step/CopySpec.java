// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.tree.Chmod;
import dev.cooper.build.tree.Excludes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a `COPY` or `ADD` does, its words expanded.
///
/// @param sources in order
/// @param inline files whose content is given
/// @param destination absolute; with a slash at its end it is a folder
/// @param chown whose everything becomes; null keeps the source's owners
/// @param chmodText as written, for the key; null with `chmod`
/// @param excludes patterns of `--exclude`
/// @param compiled the same, ready to use
/// @param parents whether what is copied keeps its path (`--parents`)
/// @param linked whether the files are laid over the root without a look at what is there
///   (`--link`): links in it aren't followed, and folders on the way are made anew
public record CopySpec(
        List<Source> sources,
        List<Inline> inline,
        String destination,
        @Nullable OwnerSpec chown,
        @Nullable Chmod chmod,
        @Nullable String chmodText,
        List<String> excludes,
        Excludes compiled,
        boolean parents,
        boolean linked) {
    /// Something to copy.
    ///
    /// @param tree which of the step's sources it is in
    /// @param path a path or a pattern in there
    /// @param unpack whether an archive is unpacked instead of copied
    public record Source(int tree, String path, boolean unpack) {}

    /// A file out of the Dockerfile.
    public record Inline(String name, String content) {}

    public CopySpec {
        sources = List.copyOf(sources);
        inline = List.copyOf(inline);
        excludes = List.copyOf(excludes);
    }

    private static String told(Source source) {
        return source.tree() + (source.unpack() ? " unpacked " : " ") + source.path();
    }

    Definition describe() {
        Definition definition =
                Definition.of("copy")
                        .withAll("source", sources.stream().map(CopySpec::told).toList())
                        .with("destination", destination)
                        .withAll("exclude", excludes)
                        .with("parents", parents)
                        .with("linked", linked);
        for (Inline each : inline) {
            definition = definition.with("file", each.name()).with("content", each.content());
        }
        if (chown != null) {
            definition = definition.with("chown", chown.text());
        }
        return chmodText == null ? definition : definition.with("chmod", chmodText);
    }
}
