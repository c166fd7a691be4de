// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/// Where a running container's standard streams go. Nothing is closed; what is written is flushed
/// at once.
///
/// @param in copied to the program until its end, if the container keeps its input open
public record ContainerStreams(Optional<InputStream> in, OutputStream out, OutputStream err) {}
