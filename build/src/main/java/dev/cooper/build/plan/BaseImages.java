// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.build.step.NoSuchBaseException;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Platform;
import java.io.IOException;

/// Where `FROM` and `COPY --from` find images.
public interface BaseImages {
    /// An image by the name that the Dockerfile uses.
    ///
    /// @param platform which of its images, if it has several
    /// @throws NoSuchBaseException if there is none; the message says what was looked for, and
    ///   where
    BaseImage find(String name, Platform platform) throws IOException, NoSuchBaseException;

    /// An image to build on.
    ///
    /// @param name in full, for people
    record BaseImage(String name, ImageConfig config) {}
}
