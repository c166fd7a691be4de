// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.build.context.ContextException;
import dev.cooper.build.context.ContextLoader;
import dev.cooper.build.plan.NamedContext;
import dev.cooper.build.remote.GitRef;
import dev.cooper.build.tree.SourceTree;
import dev.cooper.oci.Platform;
import dev.cooper.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The named contexts of one build, open until this is closed.
final class NamedContexts implements AutoCloseable {
    private static final String IMAGE = "docker-image://";

    private final Map<String, NamedContext> contexts = new LinkedHashMap<>();

    /// @param values by name, as typed: a folder, `docker-image://NAME`,
    ///   `oci-layout://PATH[:TAG][@DIGEST]`, or a git URL
    /// @param store gets the layers of layouts; the caller holds a lease
    static NamedContexts open(Map<String, String> values, Store store, Optional<Platform> platform)
            throws IOException, ContextException, InterruptedException {
        NamedContexts opened = new NamedContexts();
        try {
            for (Map.Entry<String, String> each : values.entrySet()) {
                opened.contexts.put(
                        each.getKey(), open(each.getKey(), each.getValue(), store, platform));
            }
            return opened;
        } catch (IOException | ContextException | InterruptedException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static NamedContext open(
            String name, String value, Store store, Optional<Platform> platform)
            throws IOException, ContextException, InterruptedException {
        if (value.startsWith(LayoutReference.SCHEME)) {
            try {
                return new NamedContext.Loaded(
                        value, ImageLoad.layers(store, LayoutReference.parse(value), platform));
            } catch (CooperException.InvalidInput | CooperException.NotFound e) {
                throw refused(name, value + ": " + e.getMessage());
            }
        }
        if (value.startsWith(IMAGE)) {
            return new NamedContext.Image(value.substring(IMAGE.length()));
        }
        try {
            Optional<GitRef> git = GitRef.parse(value, true);
            if (git.isPresent()) {
                return new NamedContext.Git(git.get());
            }
        } catch (IllegalArgumentException e) {
            throw refused(name, e.getMessage() == null ? value : e.getMessage());
        }
        if (value.contains("://")) {
            throw refused(
                    name,
                    value
                            + " is neither a folder, docker-image://NAME, oci-layout://PATH nor a git URL");
        }
        return new NamedContext.Files(ContextLoader.files(Path.of(value)));
    }

    private static CooperException refused(String name, String why) {
        return new CooperException.InvalidInput("invalid build context " + name + ": " + why);
    }

    Map<String, NamedContext> byName() {
        return contexts;
    }

    @Override
    public void close() throws IOException {
        for (NamedContext each : contexts.values()) {
            if (each instanceof NamedContext.Files(SourceTree files)) {
                files.close();
            }
        }
    }
}
