// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.walk.BaseFacts;
import dev.cooper.dockerfile.walk.BuildFacts;
import dev.cooper.dockerfile.walk.PlatformFacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A machine with a handful of images: `alpine` and the like have a `PATH`; `jdk` has `JAVA_HOME`,
/// `with-shell` a shell, `with-trigger` an `ONBUILD`; `for-arm64` was made for another machine;
/// nobody knows `unknown/x`, and `missing/…` isn't there.
public final class TestFacts implements BuildFacts {
    private static final PlatformFacts AMD64 = new PlatformFacts("linux", "amd64", "linux/amd64");
    private static final PlatformFacts ARM64 = new PlatformFacts("linux", "arm64", "linux/arm64");

    /// Those images, always.
    public TestFacts() {}

    @Override
    public PlatformFacts targetPlatform() {
        return AMD64;
    }

    @Override
    public Map<String, String> platformArguments() {
        return Map.of(
                "TARGETPLATFORM", "linux/amd64",
                "TARGETOS", "linux",
                "TARGETARCH", "amd64",
                "TARGETVARIANT", "",
                "BUILDPLATFORM", "linux/amd64",
                "BUILDOS", "linux",
                "BUILDARCH", "amd64",
                "BUILDVARIANT", "");
    }

    @Override
    public Optional<PlatformFacts> platform(String text) {
        String[] parts = text.split("/", -1);
        return parts.length == 2
                ? Optional.of(new PlatformFacts(parts[0], parts[1], text))
                : Optional.empty();
    }

    @Override
    public boolean isImageName(String name) {
        return name.matches("[a-z0-9]+([._/-][a-z0-9]+)*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?");
    }

    @Override
    public Optional<BaseFacts> base(String image, PlatformFacts platform)
            throws DockerfileException {
        if (image.startsWith("missing/")) {
            throw new DockerfileException(image + ": not found", List.of());
        }
        LinkedHashMap<String, String> environment = new LinkedHashMap<>(Map.of("PATH", "/bin"));
        return switch (image) {
            case "unknown/x" -> Optional.empty();
            case "for-arm64", "example.org/tool" -> Optional.of(BaseFacts.of(environment, ARM64));
            case "with-shell" ->
                    Optional.of(
                            new BaseFacts(
                                    environment, List.of("/bin/bash", "-c"), List.of(), AMD64));
            case "with-trigger" ->
                    Optional.of(
                            new BaseFacts(environment, List.of(), List.of("COPY $what /"), AMD64));
            case "jdk" -> {
                environment.put("JAVA_HOME", "/jdk");
                yield Optional.of(BaseFacts.of(environment, AMD64));
            }
            default -> Optional.of(BaseFacts.of(environment, AMD64));
        };
    }

    @Override
    public boolean isReplaced(String stageName) {
        return stageName.equals("named-context");
    }
}
