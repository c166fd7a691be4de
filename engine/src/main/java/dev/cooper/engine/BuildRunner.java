// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.build.BuildException;
import dev.cooper.build.BuildSpec;
import dev.cooper.build.BuiltImage;
import dev.cooper.build.ImageBuilder;
import dev.cooper.build.context.ContextException;
import dev.cooper.build.context.ContextLoader;
import dev.cooper.build.context.ContextSource;
import dev.cooper.build.context.DockerfileChoice;
import dev.cooper.build.context.LoadedContext;
import dev.cooper.build.remote.GitRef;
import dev.cooper.build.step.Secrets;
import dev.cooper.build.step.Workplace;
import dev.cooper.oci.Platform;
import dev.cooper.posix.Dir;
import dev.cooper.posix.LockFile;
import dev.cooper.posix.Name;
import dev.cooper.sandbox.Sandbox;
import dev.cooper.sandbox.SandboxLimits;
import dev.cooper.sandbox.SandboxNetwork;
import dev.cooper.store.Store;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Runs one build: opens its context, has it built, and says in this API's words what came of it.
final class BuildRunner {
    private final Store store;
    private final Sandboxes sandboxes;

    BuildRunner(Store store, Sandboxes sandboxes) {
        this.store = store;
        this.sandboxes = sandboxes;
    }

    BuildResult run(BuildRequest request) throws IOException, InterruptedException {
        checkPlatform(request);
        Path scratch = store.scratch();
        // What the layouts among the named contexts bring is nobody's until it is built on.
        try (LockFile _ = store.lease();
                LoadedContext context =
                        new ContextLoader(scratch).load(source(request), dockerfile(request));
                NamedContexts named =
                        NamedContexts.open(request.contexts(), store, request.platform())) {
            BuiltImage built =
                    new ImageBuilder(workplace(request))
                            .build(
                                    spec(request, context, named),
                                    new EventListener(request.events()));
            request.events().accept(new BuildEvent.Built(built.id(), request.tags()));
            return new BuildResult(built.id(), request.tags(), built.steps(), built.cached());
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

    private static void checkPlatform(BuildRequest request) {
        Platform host = Platform.host();
        if (request.platform().isPresent() && !request.platform().get().matches(host)) {
            throw new CooperException.InvalidInput(
                    "building for %s is not supported on this machine: only %s"
                            .formatted(request.platform().get(), host));
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

    private static BuildSpec spec(
            BuildRequest request, LoadedContext context, NamedContexts named) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new BuildSpec(
                context.dockerfile(),
                context.dockerfileName(),
                context.files(),
                named.byName(),
                request.target().orElse(null),
                request.buildArguments(),
                request.labels(),
                request.tags(),
                request.platform().orElse(Platform.host()),
                !request.noCache(),
                switch (request.network()) {
                    case HOST -> SandboxNetwork.HOST;
                    case NONE -> SandboxNetwork.NONE;
                },
                request.jobs() > 0 ? request.jobs() : Math.max(8, 4 * cores));
    }

    private Workplace workplace(BuildRequest request) {
        return new Workplace() {
            @Override
            public Store store() {
                return store;
            }

            @Override
            public Secrets secrets() {
                return new LentSecrets(request.secrets(), request.agents());
            }

            @Override
            public List<String> extraHosts() {
                return ExtraHosts.lines(request.extraHosts());
            }

            @Override
            public SandboxLimits limits() {
                return new SandboxLimits(
                        request.shmBytes().orElse(SandboxLimits.DEFAULT.shmBytes()),
                        request.ulimits().stream()
                                .map(each ->
                                        new SandboxLimits.Resource(
                                                each.name(), each.soft(), each.hard()))
                                .toList());
            }

            @Override
            public Sandbox sandbox() throws IOException, InterruptedException {
                return sandboxes.take(request.isolation());
            }
        };
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
