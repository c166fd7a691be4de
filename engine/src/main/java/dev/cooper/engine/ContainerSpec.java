// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What `docker create` is told; what is absent comes from the image's config. Made by [#of] or
/// [#builder].
///
/// @param command words after the image's name; empty takes the image's CMD (unless `entrypoint` is
///   given)
/// @param entrypoint `--entrypoint`; a present empty list clears the image's
/// @param environment `KEY=value`, later ones win
/// @param stdin keep standard input open (`-i`)
public record ContainerSpec(
        String image,
        List<String> command,
        Optional<List<String>> entrypoint,
        Optional<String> name,
        List<String> environment,
        Optional<String> workingDirectory,
        Optional<String> user,
        Optional<String> hostname,
        List<Volume> volumes,
        Map<String, String> labels,
        NetworkMode network,
        Isolation isolation,
        boolean stdin,
        boolean autoRemove) {

    /// A host path seen inside at `target` (`-v`). One that is missing when the container starts is
    /// made as a folder.
    public record Volume(Path source, String target, boolean readOnly) {}

    /// The image's own command, with every default.
    public static ContainerSpec of(String image) {
        return builder(image).create();
    }

    public static Builder builder(String image) {
        return new Builder(image);
    }

    /// The same with these volumes.
    ContainerSpec withVolumes(List<Volume> others) {
        return new ContainerSpec(
                image,
                command,
                entrypoint,
                name,
                environment,
                workingDirectory,
                user,
                hostname,
                others,
                labels,
                network,
                isolation,
                stdin,
                autoRemove);
    }

    /// The same of another image.
    public ContainerSpec withImage(String other) {
        return new ContainerSpec(
                other,
                command,
                entrypoint,
                name,
                environment,
                workingDirectory,
                user,
                hostname,
                volumes,
                labels,
                network,
                isolation,
                stdin,
                autoRemove);
    }

    /// Collects the parts; not thread-safe.
    public static final class Builder {
        private final String image;
        private List<String> command = List.of();
        private @Nullable List<String> entrypoint;
        private @Nullable String name;
        private final List<String> environment = new ArrayList<>();
        private @Nullable String workingDirectory;
        private @Nullable String user;
        private @Nullable String hostname;
        private final List<Volume> volumes = new ArrayList<>();
        private final Map<String, String> labels = new LinkedHashMap<>();
        private NetworkMode network = NetworkMode.HOST;
        private Isolation isolation = Isolation.AUTO;
        private boolean stdin;
        private boolean autoRemove;

        private Builder(String image) {
            this.image = image;
        }

        public Builder command(String... words) {
            command = List.of(words);
            return this;
        }

        /// @param words an empty list clears the image's
        public Builder entrypoint(List<String> words) {
            entrypoint = List.copyOf(words);
            return this;
        }

        public Builder name(String wanted) {
            name = wanted;
            return this;
        }

        /// A variable; may be called again for more.
        public Builder environment(String key, String value) {
            environment.add(key + "=" + value);
            return this;
        }

        public Builder workingDirectory(String absolute) {
            workingDirectory = absolute;
            return this;
        }

        /// @param spec `name`, `uid`, `name:group` and every mix of them
        public Builder user(String spec) {
            user = spec;
            return this;
        }

        public Builder hostname(String wanted) {
            hostname = wanted;
            return this;
        }

        /// A volume; may be called again for more.
        public Builder volume(Path source, String target, boolean readOnly) {
            volumes.add(new Volume(source, target, readOnly));
            return this;
        }

        public Builder label(String key, String value) {
            labels.put(key, value);
            return this;
        }

        public Builder network(NetworkMode mode) {
            network = mode;
            return this;
        }

        public Builder isolation(Isolation wanted) {
            isolation = wanted;
            return this;
        }

        public Builder stdin(boolean open) {
            stdin = open;
            return this;
        }

        public Builder autoRemove(boolean wanted) {
            autoRemove = wanted;
            return this;
        }

        public ContainerSpec create() {
            return new ContainerSpec(
                    image,
                    command,
                    Optional.ofNullable(entrypoint),
                    Optional.ofNullable(name),
                    List.copyOf(environment),
                    Optional.ofNullable(workingDirectory),
                    Optional.ofNullable(user),
                    Optional.ofNullable(hostname),
                    List.copyOf(volumes),
                    new LinkedHashMap<>(labels),
                    network,
                    isolation,
                    stdin,
                    autoRemove);
        }
    }
}
