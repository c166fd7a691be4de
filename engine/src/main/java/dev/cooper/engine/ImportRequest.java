// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// A root file system to become an image of one layer (`docker import`).
///
/// @param tar plain or compressed; kept as the layer just as it is; read to its end, closed by the
///   caller
/// @param changes Dockerfile instructions (CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, ONBUILD,
///   STOPSIGNAL, USER, VOLUME, WORKDIR) applied to the image's config
public record ImportRequest(
        InputStream tar,
        Optional<Reference> reference,
        List<String> changes,
        String message,
        Platform platform) {}
