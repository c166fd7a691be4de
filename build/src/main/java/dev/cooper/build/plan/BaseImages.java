// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.build.step.NoSuchBaseException;
import dev.cooper.oci.ImageConfig;
import java.io.IOException;

/// Where `FROM` and `COPY --from` find images.
public interface BaseImages {
    /// An image by the name that the Dockerfile uses.
    ///
    /// @throws NoSuchBaseException if there is none; the message says what was looked for, and
    ///   where
    BaseImage find(String name) throws IOException, NoSuchBaseException;

    /// An image to build on.
    ///
    /// @param name in full, for people
    record BaseImage(String name, ImageConfig config) {}
}
