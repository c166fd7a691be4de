// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import dev.cooper.build.plan.BaseImages;
import dev.cooper.build.step.NoSuchBaseException;
import dev.cooper.build.step.RemoteImages;
import dev.cooper.dockerfile.Suggestions;
import dev.cooper.oci.Digest;
import dev.cooper.oci.InvalidReferenceException;
import dev.cooper.oci.Reference;
import dev.cooper.store.Images;
import dev.cooper.store.StoredImage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
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
    private final Map<String, BaseImage> found = new HashMap<>();

    /// @param pull whether registries are asked first
    StoreBases(Images images, Progress progress, RemoteImages remote, boolean pull) {
        this.images = images;
        this.progress = progress;
        this.remote = remote;
        this.pull = pull;
    }

    @Override
    public BaseImage find(String name) throws IOException, NoSuchBaseException {
        BaseImage known = found.get(name);
        if (known == null) {
            known = look(name);
            found.put(name, known);
        }
        return known;
    }

    /// Those that were found, for another thread: it looks for nothing, and is told to nobody.
    BaseImages known() {
        Map<String, BaseImage> known = Map.copyOf(found);
        return name -> {
            BaseImage image = known.get(name);
            if (image == null) {
                throw new NoSuchBaseException(name + ": not looked for");
            }
            return image;
        };
    }

    private BaseImage look(String name) throws IOException, NoSuchBaseException {
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
        Optional<StoredImage> image = id == null ? byId(name) : images.find(id);
        if (image.isEmpty() || (pull && id != null)) {
            try {
                Digest found = remote.find(name);
                id = found == null ? id : found;
                image = found == null ? image : images.find(found);
            } catch (NoSuchBaseException e) {
                String why = failure(name, reference, image.isPresent(), e);
                progress.fail(step, why, Duration.between(begun, Instant.now()));
                throw new NoSuchBaseException(why);
            }
        }
        if (image.isEmpty()) {
            String why = missing(name, reference);
            progress.fail(step, why, Duration.ZERO);
            throw new NoSuchBaseException(why);
        }
        progress.end(step, Duration.between(begun, Instant.now()));
        return new BaseImage(id == null ? name : reference.toString(), image.get().config());
    }

    private String failure(String name, Reference reference, boolean isHere, Exception e)
            throws IOException {
        return isHere
                ? reference + ": failed to resolve source metadata: " + e.getMessage()
                : missing(name, reference) + ", and it can't be pulled: " + e.getMessage();
    }

    private Optional<StoredImage> byId(String name) throws IOException {
        String hex = name.startsWith("sha256:") ? name.substring("sha256:".length()) : name;
        return hex.matches("[0-9a-f]{12,64}") ? images.findByPrefix(hex) : Optional.empty();
    }

    private String missing(String name, Reference reference) throws IOException {
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
