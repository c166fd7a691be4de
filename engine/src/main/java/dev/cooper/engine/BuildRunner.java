// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.build.BuildSpec;
import dev.cooper.build.BuiltImage;
import dev.cooper.build.CacheSpec;
import dev.cooper.build.ImageBuilder;
import dev.cooper.build.cache.CacheRegistry;
import dev.cooper.build.cache.CacheSource;
import dev.cooper.build.cache.CacheTarget;
import dev.cooper.build.context.LoadedContext;
import dev.cooper.build.step.Publisher;
import dev.cooper.build.step.RemoteImages;
import dev.cooper.build.step.Secrets;
import dev.cooper.build.step.StepDebugger;
import dev.cooper.build.step.Workplace;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.sandbox.Sandbox;
import dev.cooper.sandbox.SandboxLimits;
import dev.cooper.sandbox.SandboxNetwork;
import dev.cooper.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Runs one build: has it built, and says in this API's words what came of it.
final class BuildRunner {
    private final Store store;
    private final Sandboxes sandboxes;
    private final CachePolicy policy;
    private final RegistryAccess registries;

    BuildRunner(Store store, Sandboxes sandboxes, RegistryAccess registries, CachePolicy policy) {
        this.store = store;
        this.sandboxes = sandboxes;
        this.registries = registries;
        this.policy = policy;
    }

    BuildResult run(BuildRequest request) throws IOException, InterruptedException {
        try (BuildRecorder recorder = new BuildRecorder(store, request)) {
            try {
                BuildResult result = build(request, recorder);
                recorder.completed(result);
                return result;
            } catch (CooperException | IOException e) {
                recorder.failed(String.valueOf(e.getMessage()));
                throw e;
            } catch (InterruptedException e) {
                recorder.canceled();
                throw e;
            }
        }
    }

    private BuildResult build(BuildRequest request, BuildRecorder events)
            throws IOException, InterruptedException {
        BuiltImage built;
        try {
            built =
                    BuildFiles.with(
                            store,
                            request,
                            files ->
                                    new ImageBuilder(workplace(request))
                                            .build(
                                                    spec(request, files),
                                                    new EventListener(events)));
        } catch (CooperException.BuildFailed e) {
            tidy(events, true);
            throw e;
        }
        // Not sooner: as long as the files are open, so is the store's lease that they need.
        tidy(events, built.steps() > built.cached());
        List<Reference> names = BuildOutputs.stored(BuildOutputs.of(request));
        events.accept(new BuildEvent.Built(built.id(), names));
        return new BuildResult(
                built.id(), names, built.steps(), built.cached(), events.id(), manifest(built));
    }

    private static Optional<BuildResult.Manifest> manifest(BuiltImage built) {
        return Optional.ofNullable(built.manifest())
                .map(each ->
                        new BuildResult.Manifest(each.mediaType(), each.digest(), each.size()));
    }

    /// What the build came to is settled: what goes wrong now is no failure of it.
    private void tidy(BuildRecorder events, boolean made) {
        try {
            store.upkeep().afterBuild(made, CacheRules.of(policy, store.upkeep().diskSize()));
        } catch (IOException e) {
            events.accept(new BuildEvent.Warning("the cache was not tidied up: " + e.getMessage()));
        }
    }

    private static BuildSpec spec(BuildRequest request, BuildFiles files) {
        LoadedContext context = files.context();
        int cores = Runtime.getRuntime().availableProcessors();
        return new BuildSpec(
                context.dockerfile(),
                context.dockerfileName(),
                context.files(),
                context.date(),
                files.named(),
                request.target().orElse(null),
                request.buildArguments(),
                request.labels(),
                BuildOutputs.of(request),
                request.platforms().isEmpty() ? List.of(Platform.host()) : request.platforms(),
                cache(request),
                request.pull(),
                switch (request.network()) {
                    case HOST -> SandboxNetwork.HOST;
                    case NONE -> SandboxNetwork.NONE;
                },
                request.jobs() > 0 ? request.jobs() : Math.max(8, 4 * cores));
    }

    private static CacheSpec cache(BuildRequest request) {
        return new CacheSpec(
                !request.noCache(),
                Set.copyOf(request.noCacheFilter()),
                request.cacheFrom().stream()
                        .map(each ->
                                new CacheSource(
                                        switch (each) {
                                            case CacheFrom.Folder(var folder, var name, _) ->
                                                    new CacheSource.Place.Folder(folder, name);
                                            case CacheFrom.Registry(var reference, _) ->
                                                    new CacheSource.Place.Registry(reference);
                                        },
                                        each.mounts()))
                        .toList(),
                request.cacheTo().stream()
                        .map(each ->
                                new CacheTarget(
                                        switch (each.place()) {
                                            case CacheTo.Folder(var folder, var tag) ->
                                                    new CacheTarget.Place.Folder(folder, tag);
                                            case CacheTo.Registry(var reference) ->
                                                    new CacheTarget.Place.Registry(reference);
                                            case CacheTo.Inline() -> new CacheTarget.Place.Inline();
                                        },
                                        each.all(),
                                        each.mounts(),
                                        each.compression().codec,
                                        each.level().orElse(each.compression().usualLevel),
                                        each.optional()))
                        .toList(),
                request.explain());
    }

    private Workplace workplace(BuildRequest request) {
        StepDebugger debugger = request.debugger().map(DebuggerBridge::new).orElse(null);
        return new Workplace() {
            @Override
            public @Nullable StepDebugger debugger() {
                return debugger;
            }

            @Override
            public Store store() {
                return store;
            }

            @Override
            public RemoteImages remote() {
                return new BuildImages(store, registries);
            }

            @Override
            public CacheRegistry caches() {
                return reference -> new RegistryCache(store, registries, reference);
            }

            @Override
            public Publisher publisher() {
                return new BuildPush(store, registries);
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
                return LimitsInSandbox.of(
                        new ContainerLimits(request.shmBytes(), request.ulimits()));
            }

            @Override
            public Sandbox sandbox() throws IOException, InterruptedException {
                return sandboxes.take(request.isolation());
            }
        };
    }
}
