// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import dev.cooper.build.plan.BaseImages;
import dev.cooper.build.step.NoSuchBaseException;
import dev.cooper.build.step.RemoteImages;
import dev.cooper.dockerfile.Suggestions;
import dev.cooper.oci.Digest;
import dev.cooper.oci.InvalidReferenceException;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.store.Images;
import dev.cooper.store.StoredImage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Base images by name or by id: out of the store, or, where they aren't there, from registries.
final class StoreBases implements BaseImages {
    private final Images images;
    private final Progress progress;
    private final RemoteImages remote;
    private final boolean pull;
    private final Map<Wanted, BaseImage> found = new HashMap<>();

    private record Wanted(String name, Platform platform) {}

    /// @param pull whether registries are asked first
    StoreBases(Images images, Progress progress, RemoteImages remote, boolean pull) {
        this.images = images;
        this.progress = progress;
        this.remote = remote;
        this.pull = pull;
    }

    @Override
    public BaseImage find(String name, Platform platform) throws IOException, NoSuchBaseException {
        Wanted wanted = new Wanted(name, platform);
        BaseImage known = found.get(wanted);
        if (known == null) {
            known = look(name, platform);
            found.put(wanted, known);
        }
        return known;
    }

    /// Those that were found, for another thread: it looks for nothing, and is told to nobody.
    BaseImages known() {
        Map<Wanted, BaseImage> known = Map.copyOf(found);
        return (name, platform) -> {
            BaseImage image = known.get(new Wanted(name, platform));
            if (image == null) {
                throw new NoSuchBaseException(name + ": not looked for");
            }
            return image;
        };
    }

    private BaseImage look(String name, Platform platform) throws IOException, NoSuchBaseException {
        Reference reference;
        try {
            reference = Reference.parse(name);
        } catch (InvalidReferenceException e) {
            Optional<StoredImage> byId = byId(name);
            if (byId.isPresent()) {
                return new BaseImage(byId.get().id().toString(), byId.get().config());
            }
            throw new NoSuchBaseException(
                    "failed to parse stage name \"" + name + "\": " + e.getMessage());
        }
        Instant begun = Instant.now();
        int step = progress.begin("[internal] load metadata for " + reference);
        Digest id = images.resolve(reference);
        List<StoredImage> all = images.all(reference);
        Optional<StoredImage> image = best(all, platform);
        if (id == null) {
            image = byId(name);
        }
        if (image.isEmpty() && all.isEmpty() && !pull) {
            // A short name that was pulled before has the name of the registry that had it.
            for (Reference each : remote.candidates(name)) {
                Optional<StoredImage> known = best(images.all(each), platform);
                if (known.isPresent()) {
                    progress.end(step, Duration.between(begun, Instant.now()));
                    return new BaseImage(each.toString(), known.get().config());
                }
            }
        }
        boolean isHere = image.isPresent();
        if (!isHere || (pull && id != null)) {
            try {
                Digest found = remote.find(name, platform);
                id = found == null ? id : found;
                image = found == null ? image : images.find(found);
            } catch (NoSuchBaseException e) {
                if (!isHere && !all.isEmpty() && platform.equals(Platform.host())) {
                    // What tools say of images is not always so; the checks warn of it.
                    image = Optional.of(all.getFirst());
                } else {
                    String why =
                            failure(reference, isHere, missing(name, reference, platform, all), e);
                    progress.fail(step, why, Duration.between(begun, Instant.now()));
                    throw new NoSuchBaseException(why);
                }
            }
        }
        if (image.isEmpty() && !all.isEmpty() && platform.equals(Platform.host())) {
            image = Optional.of(all.getFirst());
        }
        if (image.isEmpty()) {
            String why = missing(name, reference, platform, all);
            progress.fail(step, why, Duration.ZERO);
            throw new NoSuchBaseException(why);
        }
        progress.end(step, Duration.between(begun, Instant.now()));
        return new BaseImage(id == null ? name : reference.toString(), image.get().config());
    }

    private static Optional<StoredImage> best(List<StoredImage> all, Platform wanted) {
        return all.stream()
                .filter(each -> wanted.matches(each.config().platform()))
                .min(Comparator.comparingInt(each -> wanted.rank(each.config().platform())));
    }

    private static String failure(
            Reference reference, boolean isHere, String missing, Exception e) {
        return isHere
                ? reference + ": failed to resolve source metadata: " + e.getMessage()
                : missing + ", and it can't be pulled: " + e.getMessage();
    }

    private Optional<StoredImage> byId(String name) throws IOException {
        String hex = name.startsWith("sha256:") ? name.substring("sha256:".length()) : name;
        return hex.matches("[0-9a-f]{12,64}") ? images.findByPrefix(hex) : Optional.empty();
    }

    /// @param all images of that name, for other platforms
    private String missing(
            String name, Reference reference, Platform platform, List<StoredImage> all)
            throws IOException {
        if (!all.isEmpty()) {
            String others =
                    String.join(
                            ", ",
                            all.stream().map(each -> each.config().platform().toString()).toList());
            return "%s: no image %s for %s is in the store, which has it for %s"
                    .formatted(name, reference, platform, others);
        }
        List<String> there =
                images.list().stream()
                        .flatMap(image -> image.tags().stream())
                        .map(Reference::familiar)
                        .toList();
        return name
                + ": no stage of that name comes before, and no image "
                + reference
                + " is in the store"
                + Suggestions.nearest(reference.familiar(), there)
                        .map(near -> " (did you mean " + near + "?)")
                        .orElse("");
    }
}
