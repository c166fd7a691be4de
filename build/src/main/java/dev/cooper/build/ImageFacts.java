// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import dev.cooper.build.plan.BaseImages;
import dev.cooper.build.plan.BaseImages.NoSuchBaseException;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Tells the checks of platforms and of the images at hand. An image that isn't there is unknown,
/// not missing: files are checked where nothing was pulled, too.
final class ImageFacts implements BuildFacts {
    private final BaseImages images;
    private final Platform target;
    private final Set<String> contexts;

    /// @param contexts names that stand for something else than a stage or an image
    ImageFacts(BaseImages images, Platform target, Set<String> contexts) {
        this.images = images;
        this.target = target;
        this.contexts = contexts;
    }

    @Override
    public PlatformFacts targetPlatform() {
        return facts(target);
    }

    private static PlatformFacts facts(Platform platform) {
        return new PlatformFacts(platform.os(), platform.architecture(), platform.toString());
    }

    @Override
    public Map<String, String> platformArguments() {
        SequencedMap<String, String> arguments = new LinkedHashMap<>();
        describe(arguments, "TARGET", target);
        describe(arguments, "BUILD", Platform.host());
        return arguments;
    }

    private static void describe(Map<String, String> arguments, String prefix, Platform platform) {
        String variant = platform.variant();
        arguments.put(prefix + "PLATFORM", platform.toString());
        arguments.put(prefix + "OS", platform.os());
        arguments.put(prefix + "OSVERSION", "");
        arguments.put(prefix + "ARCH", platform.architecture());
        arguments.put(prefix + "VARIANT", variant == null ? "" : variant);
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
        try {
            return Reference.parse(name) != null;
        } catch (InvalidReferenceException e) {
            // An image may be named by its id alone.
            return name.matches("[0-9a-f]{64}");
        }
    }

    @Override
    public Optional<BaseFacts> base(String image, PlatformFacts platform) {
        if (contexts.contains(image)) {
            return Optional.empty();
        }
        try {
            ImageConfig found = images.find(image).config();
            ContainerConfig config = found.config();
            List<String> shell = config.shell();
            return Optional.of(
                    new BaseFacts(
                            environment(config),
                            shell == null ? List.of() : shell,
                            config.onBuild(),
                            facts(found.platform())));
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
        return contexts.stream().anyMatch(each -> each.toLowerCase(Locale.ROOT).equals(stageName));
    }
}
