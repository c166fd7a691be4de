// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.build.BuildException;
import dev.cooper.build.context.ContextException;
import dev.cooper.build.context.ContextLoader;
import dev.cooper.build.context.ContextSource;
import dev.cooper.build.context.DockerfileChoice;
import dev.cooper.build.context.LoadedContext;
import dev.cooper.build.plan.NamedContext;
import dev.cooper.build.remote.GitRef;
import dev.cooper.posix.Dir;
import dev.cooper.posix.LockFile;
import dev.cooper.posix.Name;
import dev.cooper.store.Store;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What a request reads, open while something is done with it.
///
/// @param context with the Dockerfile
/// @param named other contexts, by name
record BuildFiles(LoadedContext context, Map<String, NamedContext> named) {
    /// What is done with them.
    @FunctionalInterface
    interface Work<T> {
        T run(BuildFiles files) throws BuildException, IOException, InterruptedException;
    }

    /// Opens what a request names, does the work, and closes it again; says in this API's words
    /// what went wrong in either.
    static <T> T with(Store store, BuildRequest request, Work<T> work)
            throws IOException, InterruptedException {
        Path scratch = store.scratch();
        // What the layouts among the named contexts bring is nobody's until it is built on.
        try (LockFile _ = store.lease();
                LoadedContext context =
                        new ContextLoader(scratch).load(source(request), dockerfile(request));
                NamedContexts named =
                        NamedContexts.open(request.contexts(), store, request.platform())) {
            return work.run(new BuildFiles(context, named.byName()));
        } catch (ContextException e) {
            throw new CooperException.InvalidInput(e.getMessage(), e);
        } catch (BuildException e) {
            IOException refused = e.refusal();
            throw new CooperException.BuildFailed(
                    refused == null ? e.getMessage() : Failures.said(refused),
                    String.join("\n", e.excerpt()),
                    String.join("\n", e.logTail()),
                    e);
        } finally {
            delete(scratch);
        }
    }

    private static ContextSource source(BuildRequest request) {
        return switch (request.context()) {
            case BuildContext.Folder folder -> new ContextSource.Folder(folder.path());
            case BuildContext.Tar tar -> new ContextSource.Tar(tar.stream());
            case BuildContext.Remote remote -> remote(remote.url());
            case BuildContext.Empty _ -> new ContextSource.Empty();
        };
    }

    private static ContextSource remote(String url) {
        try {
            Optional<GitRef> git = GitRef.parse(url, true);
            return git.isPresent()
                    ? new ContextSource.Git(git.get())
                    : new ContextSource.Web(new URI(url));
        } catch (IllegalArgumentException | URISyntaxException e) {
            throw new CooperException.InvalidInput(
                    "unable to prepare context: " + url + ": " + e.getMessage(), e);
        }
    }

    private static DockerfileChoice dockerfile(BuildRequest request) {
        return switch (request.dockerfile()) {
            case DockerfileSource.Default _ -> new DockerfileChoice.Default();
            case DockerfileSource.At at -> new DockerfileChoice.At(at.path());
            case DockerfileSource.Text text -> new DockerfileChoice.Text(text.bytes(), text.name());
        };
    }

    /// What reports call the Dockerfile: where it lies, seen from here, or its name where it comes
    /// from elsewhere.
    String path(BuildRequest request) {
        if (request.context() instanceof BuildContext.Folder folder) {
            return switch (request.dockerfile()) {
                case DockerfileSource.Default _ ->
                        folder.path().resolve(context.dockerfileName()).normalize().toString();
                case DockerfileSource.At at -> at.path().toString();
                case DockerfileSource.Text text -> text.name();
            };
        }
        return context.dockerfileName();
    }

    private static void delete(Path folder) throws IOException {
        Path parent = folder.getParent();
        Path name = folder.getFileName();
        if (parent != null && name != null) {
            try (Dir dir = Dir.open(parent)) {
                dir.deleteTree(Name.of(name.toString()));
            }
        }
    }
}
