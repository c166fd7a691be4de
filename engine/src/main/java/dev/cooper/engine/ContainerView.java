// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A container as it was at one moment.
///
/// @param id 64 hexadecimal digits
/// @param image the reference it was created from, as typed
/// @param path the program, `arguments` what it is given
/// @param config image config and caller's wishes, merged
/// @param exitCode 0 until it has run
public record ContainerView(
        String id,
        String name,
        String image,
        Digest imageId,
        String path,
        List<String> arguments,
        ContainerConfig config,
        ContainerSpec spec,
        Status status,
        int exitCode,
        Optional<String> error,
        Instant created,
        Optional<Instant> started,
        Optional<Instant> finished) {

    public enum Status {
        CREATED,
        RUNNING,
        EXITED
    }
}
