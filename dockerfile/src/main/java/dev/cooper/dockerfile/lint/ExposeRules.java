// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.PortSpec;
import dev.cooper.dockerfile.walk.Step;
import java.util.List;
import java.util.Locale;

/// Rules about `EXPOSE`.
final class ExposeRules {
    private final Findings findings;

    ExposeRules(Findings findings) {
        this.findings = findings;
    }

    /// @throws DockerfileException if a word is no port
    void check(Step step, List<String> ports) throws DockerfileException {
        for (String port : ports) {
            try {
                PortSpec.parse(port);
            } catch (PortSpec.InvalidPortException e) {
                throw new DockerfileException(e.getMessage(), List.of(step.range()));
            }
            int colon = port.lastIndexOf(':');
            String protocol = port.substring(port.indexOf('/', colon + 1) + 1);
            if (port.indexOf('/', colon + 1) >= 0
                    && !protocol.equals(protocol.toLowerCase(Locale.ROOT))) {
                findings.add(
                        LintRule.EXPOSE_PROTO_CASING,
                        step.written(),
                        step.range(),
                        "Defined protocol '"
                                + port
                                + "' in EXPOSE instruction should be lowercase");
            }
            // Only what a colon leads to is a host's port or address; `:80` has neither.
            if (colon > 0 && port.chars().limit(colon).anyMatch(c -> c != ':')) {
                findings.add(
                        LintRule.EXPOSE_INVALID_FORMAT,
                        step.written(),
                        step.range(),
                        "EXPOSE instruction should not define an IP address or host-port mapping,"
                                + " found '"
                                + port
                                + "'");
            }
        }
    }
}
