// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import dev.cooper.build.plan.BaseImages;
import dev.cooper.build.plan.NamedContext;
import dev.cooper.build.plan.PlatformArguments;
import dev.cooper.build.step.NoSuchBaseException;
import dev.cooper.dockerfile.walk.BaseFacts;
import dev.cooper.dockerfile.walk.BuildFacts;
import dev.cooper.dockerfile.walk.PlatformFacts;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.InvalidReferenceException;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Tells the checks of platforms and of the images at hand. An image that isn't there is unknown,
/// not missing: files are checked where nothing was pulled, too.
final class ImageFacts implements BuildFacts {
    private final BaseImages images;
    private final Platform target;
    private final Map<String, NamedContext> contexts;

    /// @param contexts what stands in the place of stages and images, by name
    ImageFacts(BaseImages images, Platform target, Map<String, NamedContext> contexts) {
        this.images = images;
        this.target = target;
        this.contexts = contexts;
    }

    @Override
    public PlatformFacts targetPlatform() {
        return facts(target);
    }

    private static BaseFacts facts(ImageConfig found) {
        ContainerConfig config = found.config();
        List<String> shell = config.shell();
        return new BaseFacts(
                environment(config),
                shell == null ? List.of() : shell,
                config.onBuild(),
                facts(found.platform()));
    }

    private static PlatformFacts facts(Platform platform) {
        return new PlatformFacts(platform.os(), platform.architecture(), platform.toString());
    }

    @Override
    public Map<String, String> platformArguments() {
        return PlatformArguments.of(target);
    }

    @Override
    public Optional<PlatformFacts> platform(String text) {
        try {
            return Optional.of(facts(Platform.parse(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isImageName(String name) {
        if (NamedContext.find(contexts, name) != null) {
            return true;
        }
        try {
            return Reference.parse(name) != null;
        } catch (InvalidReferenceException e) {
            // An image may be named by its id alone.
            return name.matches("[0-9a-f]{64}");
        }
    }

    @Override
    public Optional<BaseFacts> base(String image, PlatformFacts platform) {
        try {
            ImageConfig found =
                    switch (NamedContext.find(contexts, image)) {
                        case null -> images.find(image).config();
                        case NamedContext.Image other -> images.find(other.reference()).config();
                        case NamedContext.Loaded loaded -> loaded.config();
                        case NamedContext.Files _, NamedContext.Git _ -> null;
                    };
            return found == null ? Optional.empty() : Optional.of(facts(found));
        } catch (NoSuchBaseException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SequencedMap<String, String> environment(ContainerConfig config) {
        SequencedMap<String, String> environment = new LinkedHashMap<>();
        for (String pair : config.env()) {
            int equals = pair.indexOf('=');
            environment.put(
                    equals < 0 ? pair : pair.substring(0, equals),
                    equals < 0 ? "" : pair.substring(equals + 1));
        }
        return environment;
    }

    @Override
    public boolean isReplaced(String stageName) {
        return NamedContext.find(contexts, stageName) != null;
    }
}
