// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.oci.Platform;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The arguments that name platforms, which every `FROM` sees and every stage may ask for.
public final class PlatformArguments {
    private PlatformArguments() {}

    /// `TARGETPLATFORM` to `TARGETVARIANT`, and the same for the machine that builds.
    ///
    /// @param target the platform that is built for
    public static SequencedMap<String, String> of(Platform target) {
        SequencedMap<String, String> values = new LinkedHashMap<>();
        describe(values, "TARGET", target);
        describe(values, "BUILD", Platform.host());
        return values;
    }

    private static void describe(
            SequencedMap<String, String> values, String prefix, Platform platform) {
        String variant = platform.variant();
        values.put(prefix + "PLATFORM", platform.toString());
        values.put(prefix + "OS", platform.os());
        values.put(prefix + "OSVERSION", "");
        values.put(prefix + "ARCH", platform.architecture());
        values.put(prefix + "VARIANT", variant == null ? "" : variant);
    }
}
