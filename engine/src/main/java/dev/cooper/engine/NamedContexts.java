// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.build.context.ContextException;
import dev.cooper.build.context.ContextLoader;
import dev.cooper.build.plan.NamedContext;
import dev.cooper.build.remote.GitRef;
import dev.cooper.build.tree.SourceTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The named contexts of one build, open until this is closed.
final class NamedContexts implements AutoCloseable {
    private static final String IMAGE = "docker-image://";

    private final Map<String, NamedContext> contexts = new LinkedHashMap<>();

    /// @param values by name, as typed: a folder, `docker-image://NAME`, or a git URL
    static NamedContexts open(Map<String, String> values) throws IOException, ContextException {
        NamedContexts opened = new NamedContexts();
        try {
            for (Map.Entry<String, String> each : values.entrySet()) {
                opened.contexts.put(each.getKey(), open(each.getKey(), each.getValue()));
            }
            return opened;
        } catch (IOException | ContextException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static NamedContext open(String name, String value)
            throws IOException, ContextException {
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
            throw refused(name, value + " is neither a folder, docker-image://NAME nor a git URL");
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
