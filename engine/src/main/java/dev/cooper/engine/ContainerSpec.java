// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What `docker create` is told; what is absent comes from the image's config.
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

    /// A host path seen inside at `target` (`-v`).
    public record Volume(Path source, String target, boolean readOnly) {}

    /// The image's own command, with every default.
    public static ContainerSpec of(String image) {
        return new ContainerSpec(
                image,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of(),
                NetworkMode.HOST,
                Isolation.AUTO,
                false,
                false);
    }

    /// The same with these volumes.
    public ContainerSpec withVolumes(List<Volume> others) {
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
}
