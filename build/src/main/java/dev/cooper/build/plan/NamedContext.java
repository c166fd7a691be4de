// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.build.remote.GitRef;
import dev.cooper.build.tree.SourceTree;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.InvalidReferenceException;
import dev.cooper.oci.Reference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `--build-context NAME=…` puts in the place of a stage, of an image that `FROM` names, or of
/// what `COPY --from` and `--mount=from=` name.
public sealed interface NamedContext {
    /// An image by another name.
    record Image(String reference) implements NamedContext {}

    /// An image that has no name in the store, but whose layers are there.
    ///
    /// @param name for people
    record Loaded(String name, ImageConfig config) implements NamedContext {}

    /// Files of a folder; open as long as the build runs.
    record Files(SourceTree files) implements NamedContext {}

    /// Files of a git repository.
    record Git(GitRef ref) implements NamedContext {}

    /// The context that a name stands for, null for none. Image names are compared as references,
    /// so that `alpine` is `docker.io/library/alpine:latest`.
    static @Nullable NamedContext find(Map<String, NamedContext> contexts, String name) {
        NamedContext exact = contexts.get(name);
        if (exact != null || contexts.isEmpty()) {
            return exact;
        }
        String full = full(name);
        for (Map.Entry<String, NamedContext> each : contexts.entrySet()) {
            if (full(each.getKey()).equals(full)) {
                return each.getValue();
            }
        }
        return null;
    }

    private static String full(String name) {
        try {
            return Reference.parse(name).toString();
        } catch (InvalidReferenceException e) {
            return name;
        }
    }
}
