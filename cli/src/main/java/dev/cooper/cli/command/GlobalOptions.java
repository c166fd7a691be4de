// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.engine.CooperException;
import dev.cooper.engine.Isolation;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What stands before the verb, or among its options.
///
/// @param root as typed after `--root`; null if it wasn't
/// @param isolation as typed after `--isolation`; null if it wasn't
public record GlobalOptions(@Nullable String root, @Nullable String isolation, boolean debug) {
    public static final GlobalOptions NONE = new GlobalOptions(null, null, false);

    /// With what the verb's own command line says, where it says something.
    GlobalOptions with(@Nullable String otherRoot, @Nullable String otherIsolation, boolean more) {
        return new GlobalOptions(
                otherRoot == null ? root : otherRoot,
                otherIsolation == null ? isolation : otherIsolation,
                debug || more);
    }

    /// The store: `--root`, `COOPER_ROOT`, else root's, or the user's own.
    ///
    /// @param user the name of the user that runs this
    public Path root(Map<String, String> environment, String user) {
        String given = root == null ? environment.getOrDefault("COOPER_ROOT", "") : root;
        if (!given.isEmpty()) {
            return path(given);
        }
        if (user.equals("root")) {
            return Path.of("/var/lib/cooper");
        }
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        // The specification has relative ones ignored.
        return data.startsWith("/")
                ? path(data).resolve("cooper")
                : path(environment.getOrDefault("HOME", "/")).resolve(".local/share/cooper");
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new CooperException.InvalidInput("not a path in this locale: " + text, e);
        }
    }

    Isolation isolation(Map<String, String> environment) throws CommandFailure {
        String given =
                isolation == null ? environment.getOrDefault("COOPER_ISOLATION", "") : isolation;
        return switch (given) {
            case "", "auto", "default" -> Isolation.AUTO;
            case "oci" -> Isolation.OCI;
            case "unshare" -> Isolation.UNSHARE;
            case "chroot" -> Isolation.CHROOT;
            default ->
                    throw new CommandFailure(
                            "unknown isolation \"" + given + "\": oci, unshare, chroot or auto");
        };
    }
}
