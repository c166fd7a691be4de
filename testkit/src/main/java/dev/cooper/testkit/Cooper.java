// SPDX-License-Identifier: Apache-2.0
package dev.cooper.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The real command on a store of its own. Immutable; runs of it may overlap.
///
/// @param store the store's folder, made by the first run
/// @param settings options before every verb
public record Cooper(Path store, List<String> settings) {
    public Cooper {
        settings = List.copyOf(settings);
    }

    public static Cooper on(Path store) {
        return new Cooper(store, List.of());
    }

    /// The same store with this driver for every step and container.
    public Cooper isolatedBy(String driver) {
        return new Cooper(store, List.of("--isolation", driver));
    }

    /// A command line, `cooper` left out. It doesn't reach the hub.
    public Command command(String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(Project.launcher().toString());
        words.addAll(settings);
        words.addAll(List.of(arguments));
        return Command.of(words)
                .env("COOPER_ROOT", store.toString())
                .env(
                        "CONTAINERS_REGISTRIES_CONF",
                        Project.root().resolve("testkit/registries.conf").toString());
    }

    /// Runs it, whatever its exit code.
    public Result run(String... arguments) {
        return command(arguments).run();
    }

    /// Runs it, which must go well.
    public Result ok(String... arguments) {
        return run(arguments).ok();
    }

    /// Builds a context, which must go well, with plain progress.
    public BuildLog build(Context context, String... options) {
        return BuildLog.of(tryToBuild(context, options).ok().err());
    }

    /// Builds a context with plain progress, however it ends.
    public Result tryToBuild(Context context, String... options) {
        List<String> words = new ArrayList<>(List.of("build", "--progress=plain"));
        words.addAll(List.of(options));
        words.add(context.toString());
        return run(words.toArray(String[]::new));
    }

    /// What a shell command prints in a container of an image, which is gone afterwards.
    public String shell(String image, String script) {
        return ok("run", "--rm", "--network", "none", "--entrypoint", "", image, "sh", "-c", script)
                .text();
    }

    /// Brings a base image into the store, unless it is there.
    public Cooper withBase(String image) {
        if (ok("images", "-q", image).text().isEmpty()) {
            ok("import", "--change", "CMD [\"/bin/sh\"]", Project.baseTar(image).toString(), image);
        }
        return this;
    }
}
