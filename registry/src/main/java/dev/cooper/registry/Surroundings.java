// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the client looks at of the machine that it runs on.
///
/// @param variables of the environment
/// @param home the user's folder
/// @param etc the machine's configuration, `/etc`
public record Surroundings(Map<String, String> variables, Path home, Path etc) {
    public Surroundings {
        variables = Map.copyOf(variables);
    }

    /// This process's own.
    public static Surroundings real() {
        Map<String, String> variables = System.getenv();
        String home = variables.get("HOME");
        return new Surroundings(
                variables,
                Path.of(home == null || home.isEmpty() ? System.getProperty("user.home") : home),
                Path.of("/etc"));
    }

    /// Null if it isn't set or empty.
    @Nullable String variable(String name) {
        String value = variables.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /// The folder that a variable names, else the other.
    Path folder(String name, Path otherwise) {
        String value = variable(name);
        return value == null ? otherwise : Path.of(value);
    }

    /// Where docker's client keeps its configuration.
    Path dockerConfig() {
        return folder("DOCKER_CONFIG", home.resolve(".docker")).resolve("config.json");
    }
}
