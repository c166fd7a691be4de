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
