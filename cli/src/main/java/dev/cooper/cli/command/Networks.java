// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.engine.NetworkMode;

/// `--network`.
final class Networks {
    private Networks() {}

    static NetworkMode parse(String name) throws CommandFailure {
        return switch (name) {
            case "", "default", "host" -> NetworkMode.HOST;
            case "none" -> NetworkMode.NONE;
            default ->
                    throw new CommandFailure(
                            "network " + name + " is not supported by Cooper: host or none");
        };
    }
}
