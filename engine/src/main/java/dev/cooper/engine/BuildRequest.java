// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What to build. Made by [#of] and [Builder]; immutable.
///
/// @param buildArguments `--build-arg`; a null value takes nothing (the name without a value, unset
///   in the caller's environment)
/// @param noCacheFilter stages whose every step runs, by name or number
/// @param cacheFrom where to look for results besides the store
/// @param cacheTo where to write results to
/// @param explain whether events tell why steps run
/// @param outputs what becomes of the result; empty for an image in the store
/// @param debugger is called when a step's program fails
/// @param pull whether registries are asked for images that are in the store, too
/// @param secrets what `RUN --mount=type=secret` finds, by id
/// @param agents sockets of SSH agents that `RUN --mount=type=ssh` finds, by id
/// @param contexts named contexts: a folder, `docker-image://NAME`,
///   `oci-layout://PATH[:TAG][@DIGEST]` or a git URL, by name
/// @param extraHosts `NAME:ADDRESS`, for /etc/hosts of each step
/// @param shmBytes size of /dev/shm of each step; 64 MiB if absent
/// @param ulimits limits of each step's programs
/// @param jobs steps that may run at the same time; 0 chooses four times the cores, at least 8
/// @param events called from several threads, one at a time; must not block for long
public record BuildRequest(
        BuildContext context,
        DockerfileSource dockerfile,
        List<Reference> tags,
        Optional<String> target,
        Map<String, @Nullable String> buildArguments,
        Map<String, String> labels,
        Optional<Platform> platform,
        boolean noCache,
        List<String> noCacheFilter,
        List<CacheFrom> cacheFrom,
        List<CacheTo> cacheTo,
        boolean explain,
        List<BuildOutput> outputs,
        Optional<BuildDebugger> debugger,
        boolean pull,
        NetworkMode network,
        Isolation isolation,
        Map<String, BuildSecret> secrets,
        Map<String, Path> agents,
        Map<String, String> contexts,
        List<String> extraHosts,
        OptionalLong shmBytes,
        List<Ulimit> ulimits,
        int jobs,
        Consumer<BuildEvent> events) {

    /// A build of `folder/Dockerfile` with `folder` as its context.
    public static Builder of(Path folder) {
        return new Builder(new BuildContext.Folder(folder));
    }

    public static Builder of(BuildContext context) {
        return new Builder(context);
    }

    /// Collects the parts; not thread-safe.
    public static final class Builder {
        private final BuildContext context;
        private DockerfileSource dockerfile = new DockerfileSource.Default();
        private final List<Reference> tags = new ArrayList<>();
        private @Nullable String target;
        private final Map<String, @Nullable String> buildArguments = new LinkedHashMap<>();
        private final Map<String, String> labels = new LinkedHashMap<>();
        private @Nullable Platform platform;
        private boolean noCache;
        private final List<String> noCacheFilter = new ArrayList<>();
        private final List<CacheFrom> cacheFrom = new ArrayList<>();
        private final List<CacheTo> cacheTo = new ArrayList<>();
        private boolean explain;
        private final List<BuildOutput> outputs = new ArrayList<>();
        private @Nullable BuildDebugger debugger;
        private boolean pull;
        private NetworkMode network = NetworkMode.HOST;
        private Isolation isolation = Isolation.AUTO;
        private final Map<String, BuildSecret> secrets = new LinkedHashMap<>();
        private final Map<String, Path> agents = new LinkedHashMap<>();
        private final Map<String, String> contexts = new LinkedHashMap<>();
        private final List<String> extraHosts = new ArrayList<>();
        private OptionalLong shmBytes = OptionalLong.empty();
        private final List<Ulimit> ulimits = new ArrayList<>();
        private int jobs;
        private Consumer<BuildEvent> events = _ -> {};

        private Builder(BuildContext context) {
            this.context = context;
        }

        public Builder dockerfile(DockerfileSource source) {
            this.dockerfile = source;
            return this;
        }

        /// A name for the result, in docker's short form; may be called again for more.
        ///
        /// @throws CooperException.InvalidInput if it is no reference, or one with a digest
        public Builder tag(String reference) {
            tags.add(References.parseBuildTag(reference));
            return this;
        }

        public Builder target(@Nullable String stage) {
            this.target = stage;
            return this;
        }

        public Builder buildArgument(String name, @Nullable String value) {
            buildArguments.put(name, value);
            return this;
        }

        public Builder label(String key, String value) {
            labels.put(key, value);
            return this;
        }

        public Builder platform(@Nullable Platform wanted) {
            this.platform = wanted;
            return this;
        }

        public Builder noCache(boolean off) {
            this.noCache = off;
            return this;
        }

        /// Makes every step of one stage run; may be called again for more.
        ///
        /// @param stage its name, in any case, or its number
        public Builder noCacheFor(String stage) {
            noCacheFilter.add(stage);
            return this;
        }

        public Builder cacheFrom(CacheFrom source) {
            cacheFrom.add(source);
            return this;
        }

        public Builder cacheTo(CacheTo target) {
            cacheTo.add(target);
            return this;
        }

        /// Whether events tell why steps run ([BuildEvent.Explained]).
        public Builder explain(boolean on) {
            this.explain = on;
            return this;
        }

        /// Makes something of the result; may be called again for more. Without it an image in the
        /// store is made.
        public Builder output(BuildOutput output) {
            outputs.add(output);
            return this;
        }

        /// Whom to call when a step's program fails, before its file system goes.
        public Builder debugger(@Nullable BuildDebugger caller) {
            this.debugger = caller;
            return this;
        }

        public Builder pull(boolean always) {
            this.pull = always;
            return this;
        }

        public Builder network(NetworkMode mode) {
            this.network = mode;
            return this;
        }

        public Builder isolation(Isolation wanted) {
            this.isolation = wanted;
            return this;
        }

        /// Lends a secret to the steps that ask for it.
        public Builder secret(String id, BuildSecret value) {
            secrets.put(id, value);
            return this;
        }

        /// Lends an SSH agent to the steps that ask for it; `default` is the one without a name.
        public Builder agent(String id, Path socket) {
            agents.put(id, socket);
            return this;
        }

        /// Puts something else in the place of a stage, an image, or what `--from` names.
        public Builder namedContext(String name, String value) {
            contexts.put(name, value);
            return this;
        }

        /// @param host `NAME:ADDRESS` or `NAME=ADDRESS`
        public Builder extraHost(String host) {
            extraHosts.add(host);
            return this;
        }

        public Builder shmBytes(long bytes) {
            this.shmBytes = OptionalLong.of(bytes);
            return this;
        }

        public Builder ulimit(Ulimit limit) {
            ulimits.add(limit);
            return this;
        }

        public Builder jobs(int atOnce) {
            this.jobs = atOnce;
            return this;
        }

        public Builder events(Consumer<BuildEvent> listener) {
            this.events = listener;
            return this;
        }

        public BuildRequest create() {
            return new BuildRequest(
                    context,
                    dockerfile,
                    List.copyOf(tags),
                    Optional.ofNullable(target),
                    new LinkedHashMap<>(buildArguments),
                    new LinkedHashMap<>(labels),
                    Optional.ofNullable(platform),
                    noCache,
                    List.copyOf(noCacheFilter),
                    List.copyOf(cacheFrom),
                    List.copyOf(cacheTo),
                    explain,
                    List.copyOf(outputs),
                    Optional.ofNullable(debugger),
                    pull,
                    network,
                    isolation,
                    new LinkedHashMap<>(secrets),
                    new LinkedHashMap<>(agents),
                    new LinkedHashMap<>(contexts),
                    List.copyOf(extraHosts),
                    shmBytes,
                    List.copyOf(ulimits),
                    jobs,
                    events);
        }
    }
}
