// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `RUN [flags] command`.
///
/// @param command shell or exec form
/// @param mounts the `--mount` flags; their values are expanded when the step is run, so
///   [MountFlag#resolve] types them
/// @param network `default`, `none`, `host` or null
/// @param security `sandbox`, `insecure` or null
/// @param devices the `--device` flags as written
/// @param heredocs the here-documents of the line, in order
public record Run(
        Origin origin,
        CommandLine command,
        List<MountFlag> mounts,
        @Nullable String network,
        @Nullable String security,
        List<String> devices,
        List<Heredoc> heredocs)
        implements Instruction {
    /// Copies the lists.
    public Run {
        mounts = List.copyOf(mounts);
        devices = List.copyOf(devices);
        heredocs = List.copyOf(heredocs);
    }

    @Override
    public String keyword() {
        return "RUN";
    }
}
