// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.store.Images;
import dev.cooper.store.StoredImage;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds images by what people type, in docker's order: a whole id, a reference, the start of an
/// id.
final class ImageLookup {
    private static final Pattern WHOLE_ID = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern PREFIX = Pattern.compile("(?:sha256:)?([0-9a-f]{1,64})");

    /// An image that was found.
    ///
    /// @param reference the tag that led to it; null if an id did
    record Found(StoredImage image, @Nullable Reference reference) {}

    private final Images images;

    ImageLookup(Images images) {
        this.images = images;
    }

    /// The image of that name.
    ///
    /// @throws CooperException.NotFound in docker's words
    /// @throws CooperException.InvalidInput if it can't be the name of one
    Found find(String name) throws IOException {
        Digest whole =
                Digest.parseOrNull(WHOLE_ID.matcher(name).matches() ? "sha256:" + name : name);
        if (whole != null) {
            return images.find(whole)
                    .map(ImageLookup::byId)
                    .orElseThrow(() -> noSuchImage(whole.toString()));
        }
        Reference reference = References.parse(name);
        Digest id = images.resolve(reference);
        Optional<StoredImage> tagged = id == null ? Optional.empty() : images.find(id);
        if (tagged.isPresent()) {
            return new Found(tagged.get(), reference);
        }
        var prefix = PREFIX.matcher(name);
        return (prefix.matches()
                        ? images.findByPrefix(prefix.group(1)).map(ImageLookup::byId)
                        : Optional.<Found>empty())
                .orElseThrow(() -> noSuchImage(reference.familiar()));
    }

    /// The image of that name for a platform.
    ///
    /// @throws CooperException.NotFound if there is none, or only for others
    Found find(String name, Platform platform) throws IOException {
        Found first = find(name);
        Reference reference = first.reference();
        List<StoredImage> all = reference == null ? List.of(first.image()) : images.all(reference);
        return all.stream()
                .filter(each -> platform.matches(each.config().platform()))
                .min(Comparator.comparingInt(each -> platform.rank(each.config().platform())))
                .map(each -> new Found(each, reference))
                .orElseThrow(() ->
                        new CooperException.NotFound(
                                "image with reference %s was found but its platform (%s) does not match the specified platform (%s)"
                                        .formatted(
                                                name,
                                                first.image().config().platform(),
                                                platform)));
    }

    private static Found byId(StoredImage image) {
        return new Found(image, null);
    }

    private static CooperException noSuchImage(String name) {
        return new CooperException.NotFound("No such image: " + name);
    }
}
