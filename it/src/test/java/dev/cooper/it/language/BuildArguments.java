// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it.language;

import dev.cooper.engine.BuildRequest;
import dev.cooper.engine.BuildSecret;
import dev.cooper.engine.DockerfileSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Options of `build`, as a case's `args` file has them: a flag, a blank, its value.
final class BuildArguments {
    private BuildArguments() {}

    static void apply(List<String> lines, BuildRequest.Builder to) {
        for (String line : lines) {
            int blank = line.indexOf(' ');
            String flag = blank < 0 ? line : line.substring(0, blank);
            String value = blank < 0 ? "" : line.substring(blank + 1);
            int equals = value.indexOf('=');
            String key = equals < 0 ? value : value.substring(0, equals);
            String rest = equals < 0 ? "" : value.substring(equals + 1);
            switch (flag) {
                case "--build-arg" -> to.buildArgument(key, equals < 0 ? null : rest);
                case "--label" -> to.label(key, rest);
                case "--target" -> to.target(value);
                case "--file" -> to.dockerfile(new DockerfileSource.At(Path.of(value)));
                case "--build-context" -> to.namedContext(key, rest);
                case "--secret" ->
                        to.secret(
                                key, new BuildSecret.Value(rest.getBytes(StandardCharsets.UTF_8)));
                case "--add-host" -> to.extraHost(value);
                default -> throw new IllegalArgumentException(line);
            }
        }
    }
}
