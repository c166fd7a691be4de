// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.engine.ImageLookup.Found;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import dev.cooper.store.Store;
import dev.cooper.store.StoredImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Which images the arguments of `docker save` mean, and under which names they are saved: a tag
/// keeps its name, a repository alone means all its tags, an id has no name.
final class SavedNames {
    private final SequencedMap<Digest, StoredImage> images = new LinkedHashMap<>();
    private final SequencedMap<Digest, List<Reference>> tags = new LinkedHashMap<>();

    private SavedNames() {}

    /// Each image once, in the order in which they were first named.
    static SequencedMap<StoredImage, List<Reference>> collect(
            Store store, ImageLookup lookup, List<String> names) throws IOException {
        SavedNames saved = new SavedNames();
        for (String name : names) {
            if (!isRepository(name) || !saved.addTagsOf(store, name)) {
                Found found = lookup.find(name);
                saved.add(
                        found.image(),
                        found.reference() == null ? List.of() : List.of(found.reference()));
            }
        }
        SequencedMap<StoredImage, List<Reference>> all = new LinkedHashMap<>();
        saved.images.forEach((id, image) -> all.put(image, saved.tags.getOrDefault(id, List.of())));
        return all;
    }

    private static boolean isRepository(String name) {
        return name.indexOf('@') < 0 && name.lastIndexOf(':') <= name.lastIndexOf('/');
    }

    private boolean addTagsOf(Store store, String typed) throws IOException {
        if (Digest.parseOrNull("sha256:" + typed) != null) {
            return false;
        }
        String repository = References.parse(typed).name();
        SequencedMap<String, StoredImage> found = new TreeMap<>();
        SequencedMap<String, Reference> references = new TreeMap<>();
        for (StoredImage image : store.images().list()) {
            for (Reference tag : image.tags()) {
                if (tag.name().equals(repository)) {
                    found.put(tag.toString(), image);
                    references.put(tag.toString(), tag);
                }
            }
        }
        // By name: the store lists in no order, and the same archive has to come of the same
        // images.
        references.forEach(
                (text, tag) -> add(Objects.requireNonNull(found.get(text)), List.of(tag)));
        return !references.isEmpty();
    }

    private void add(StoredImage image, List<Reference> more) {
        images.putIfAbsent(image.id(), image);
        List<Reference> known = tags.computeIfAbsent(image.id(), _ -> new ArrayList<>());
        for (Reference each : more) {
            if (!known.contains(each)) {
                known.add(each);
            }
        }
    }
}
