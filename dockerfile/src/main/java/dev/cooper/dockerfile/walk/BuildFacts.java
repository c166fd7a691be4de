// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.walk;

import dev.cooper.dockerfile.DockerfileException;
import java.util.Map;
import java.util.Optional;

/// What a Dockerfile alone cannot know: platforms, and what images hold.
public interface BuildFacts {
    /// The platform that is built for.
    PlatformFacts targetPlatform();

    /// The arguments that name platforms (`TARGETPLATFORM` to `BUILDVARIANT`), with their values.
    Map<String, String> platformArguments();

    /// Reads what stands behind `--platform=`.
    ///
    /// @return empty if it is no platform
    Optional<PlatformFacts> platform(String text);

    /// Whether an image could have this name.
    boolean isImageName(String name);

    /// The image that a stage starts from.
    ///
    /// @return empty if nobody knows it: then nothing is said of what may come from it
    /// @throws DockerfileException if the build could not go on; it names no lines
    Optional<BaseFacts> base(String image, PlatformFacts platform) throws DockerfileException;

    /// Whether a stage of this name is replaced by a named context.
    default boolean isReplaced(String stageName) {
        return false;
    }
}
