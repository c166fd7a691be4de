// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.build.BuildSpec;
import dev.cooper.build.BuiltImage;
import dev.cooper.build.CacheSpec;
import dev.cooper.build.ImageBuilder;
import dev.cooper.build.cache.CacheSource;
import dev.cooper.build.cache.CacheTarget;
import dev.cooper.build.context.LoadedContext;
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
        checkPlatform(request);
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

    private static void checkPlatform(BuildRequest request) {
        Platform host = Platform.host();
        if (request.platform().isPresent() && !request.platform().get().matches(host)) {
            throw new CooperException.InvalidInput(
                    "building for %s is not supported on this machine: only %s"
                            .formatted(request.platform().get(), host));
        }
    }

    private static BuildSpec spec(BuildRequest request, BuildFiles files) {
        LoadedContext context = files.context();
        int cores = Runtime.getRuntime().availableProcessors();
        return new BuildSpec(
                context.dockerfile(),
                context.dockerfileName(),
                context.files(),
                files.named(),
                request.target().orElse(null),
                request.buildArguments(),
                request.labels(),
                BuildOutputs.of(request),
                request.platform().orElse(Platform.host()),
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
                        .map(each -> new CacheSource(each.folder(), each.name(), each.mounts()))
                        .toList(),
                request.cacheTo().stream()
                        .map(each ->
                                new CacheTarget(
                                        each.folder(),
                                        each.tag(),
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
                return new BuildImages(
                        store, registries, request.platform().orElse(Platform.host()));
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
}
