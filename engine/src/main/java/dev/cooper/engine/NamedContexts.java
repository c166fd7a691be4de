// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.build.context.ContextException;
import dev.cooper.build.context.ContextLoader;
import dev.cooper.build.context.KnownDigests;
import dev.cooper.build.plan.NamedContext;
import dev.cooper.build.remote.GitRef;
import dev.cooper.build.tree.SourceTree;
import dev.cooper.oci.Platform;
import dev.cooper.store.Store;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The named contexts of one build, open until this is closed.
final class NamedContexts implements AutoCloseable {
    private static final String IMAGE = "docker-image://";
    private static final String FOR = "::";
    private static final Pattern WEB = Pattern.compile("https?://.*", Pattern.CASE_INSENSITIVE);

    private final Map<String, NamedContext> contexts = new LinkedHashMap<>();

    /// @param values by name, as typed: a folder, `docker-image://NAME`,
    ///   `oci-layout://PATH[:TAG][@DIGEST]`, a git URL or that of a file on the web
    /// @param store gets the layers of layouts; the caller holds a lease
    static NamedContexts open(
            Map<String, String> values,
            Store store,
            KnownDigests known,
            Optional<Platform> platform)
            throws IOException, ContextException, InterruptedException {
        NamedContexts opened = new NamedContexts();
        try {
            for (Map.Entry<String, String> each :
                    chosen(values, platform.orElse(Platform.host())).entrySet()) {
                opened.contexts.put(
                        each.getKey(),
                        open(each.getKey(), each.getValue(), store, known, platform));
            }
            return opened;
        } catch (IOException | ContextException | InterruptedException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /// `NAME::PLATFORM` is for that platform alone, and there wins over `NAME`.
    private static Map<String, String> chosen(Map<String, String> values, Platform platform) {
        Map<String, String> chosen = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (!name.contains(FOR)) {
                chosen.put(name, value);
            }
        });
        values.forEach((name, value) -> {
            int end = name.indexOf(FOR);
            if (end >= 0 && isFor(name, end, platform)) {
                chosen.put(name.substring(0, end), value);
            }
        });
        return chosen;
    }

    private static boolean isFor(String name, int end, Platform platform) {
        try {
            return Platform.parse(name.substring(end + FOR.length())).matches(platform);
        } catch (IllegalArgumentException e) {
            throw refused(name, String.valueOf(e.getMessage()));
        }
    }

    private static NamedContext open(
            String name, String value, Store store, KnownDigests known, Optional<Platform> platform)
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
            String image = value.substring(IMAGE.length());
            return image.equals("scratch")
                    ? new NamedContext.Scratch()
                    : new NamedContext.Image(image);
        }
        try {
            Optional<GitRef> git = GitRef.parse(value, true);
            if (git.isPresent()) {
                return new NamedContext.Git(git.get());
            }
            if (WEB.matcher(value).matches()) {
                return new NamedContext.Web(web(value));
            }
        } catch (IllegalArgumentException | URISyntaxException e) {
            throw refused(name, e.getMessage() == null ? value : e.getMessage());
        }
        if (value.contains("://")) {
            throw refused(
                    name,
                    value
                            + " is neither a folder, docker-image://NAME, oci-layout://PATH nor the URL of a git repository or a file on the web");
        }
        return new NamedContext.Files(ContextLoader.files(Path.of(value), known));
    }

    private static URI web(String value) throws URISyntaxException {
        URI url = new URI(value);
        if (url.getHost() == null) {
            throw new IllegalArgumentException(value + " is a URL without a host");
        }
        return url;
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
