// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.Locale;
import java.util.Set;

/// `HEALTHCHECK` in its two forms.
final class Healthchecks {
    private static final Set<String> FLAGS =
            Set.of("interval", "timeout", "start-period", "start-interval", "retries");
    private static final long LEAST = 1_000_000;

    private Healthchecks() {}

    static Instruction parse(LogicalLine line, String arguments, InstructionParser parser)
            throws DockerfileException {
        Flags flags = parser.flags(line, arguments, FLAGS);
        String rest = flags.rest();
        String[] parts = rest.split("\\s+", 2);
        String command = parts.length > 1 ? parts[1].strip() : "";
        return switch (parts[0].toUpperCase(Locale.ROOT)) {
            case "NONE" -> {
                if (!command.isEmpty()) {
                    throw line.error("HEALTHCHECK NONE takes no arguments");
                }
                yield new HealthcheckInstruction(line.origin(), null, 0, 0, 0, 0, 0);
            }
            case "CMD" -> {
                if (command.isEmpty()) {
                    throw line.error("Missing command after HEALTHCHECK CMD");
                }
                yield new HealthcheckInstruction(
                        line.origin(),
                        parser.command(line, command),
                        duration(line, flags, "interval"),
                        duration(line, flags, "timeout"),
                        duration(line, flags, "start-period"),
                        duration(line, flags, "start-interval"),
                        retries(line, flags));
            }
            case "" -> throw line.error("HEALTHCHECK requires at least one argument");
            default ->
                    throw line.error(
                            "Unknown type \""
                                    + parts[0].toUpperCase(Locale.ROOT)
                                    + "\" in HEALTHCHECK (try CMD)");
        };
    }

    private static long duration(LogicalLine line, Flags flags, String name)
            throws DockerfileException {
        String text = flags.value(name);
        if (text == null || text.isEmpty()) {
            return 0;
        }
        try {
            long nanos = GoDuration.parseNanos(text);
            if (nanos < 0 || (nanos > 0 && nanos < LEAST)) {
                throw line.error("Interval \"" + name + "\" cannot be less than 1ms");
            }
            return nanos;
        } catch (IllegalArgumentException e) {
            throw line.error(String.valueOf(e.getMessage()));
        }
    }

    private static int retries(LogicalLine line, Flags flags) throws DockerfileException {
        String text = flags.value("retries");
        if (text == null || text.isEmpty()) {
            return 0;
        }
        if (!text.matches("[0-9]{1,9}")) {
            throw line.error(
                    "--retries must be a number that is not negative, not \"" + text + "\"");
        }
        return Integer.parseInt(text);
    }
}
