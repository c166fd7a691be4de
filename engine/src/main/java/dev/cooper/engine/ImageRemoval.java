// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.engine.ImageLookup.Found;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import dev.cooper.store.Store;
import dev.cooper.store.StoredContainer;
import dev.cooper.store.StoredImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Removes an image or a name of it, by docker's rules.
///
/// - By a name that is not its last one: that name goes, and nothing else is asked. With the last
///   tag of a repository go the digests that the image has there.
/// - By its last name: a container that uses the image is a conflict; with force the name goes, and
///   the image too unless the container runs.
/// - By id: several names are a conflict, and so is a stopped container, unless forced; a running
///   container always is.
///
/// A container keeps the files that it needs, whether its image is removed or not.
final class ImageRemoval {
    private final Store store;
    private final ImageLookup lookup;

    ImageRemoval(Store store, ImageLookup lookup) {
        this.store = store;
        this.lookup = lookup;
    }

    List<RemovedImage> remove(String name, boolean force) throws IOException {
        Found found = lookup.find(name);
        Reference reference = found.reference();
        return reference == null
                ? byId(found.image(), force)
                : byReference(name, reference, found.image(), force);
    }

    private List<RemovedImage> byReference(
            String typed, Reference reference, StoredImage image, boolean force)
            throws IOException {
        List<Reference> going = going(reference, image);
        boolean last = going.size() == image.tags().size() + image.digests().size();
        List<StoredContainer> users = last ? users(image.id()) : List.of();
        if (!users.isEmpty() && !force) {
            throw new CooperException.Conflict(
                    "conflict: unable to remove repository reference \"%s\" (must force) - container %s is using its referenced image %s"
                            .formatted(typed, shortId(users.getFirst()), image.id().shortHex()));
        }
        List<RemovedImage> removed = new ArrayList<>();
        for (Reference each : going) {
            if (store.images().untag(each)) {
                removed.add(new RemovedImage.Untagged(each.familiar()));
            }
        }
        if (last && running(users).isEmpty() && isUntagged(image.id())) {
            delete(image.id(), removed);
        }
        return List.copyOf(removed);
    }

    /// With the last tag of a repository its digests go, too.
    private static List<Reference> going(Reference reference, StoredImage image) {
        List<Reference> going = new ArrayList<>();
        if (reference.digest() != null) {
            going.add(reference.withDigest(reference.digest()));
            return going;
        }
        going.add(reference);
        boolean others =
                image.tags().stream()
                        .anyMatch(each ->
                                each.name().equals(reference.name()) && !each.equals(reference));
        if (!others) {
            image.digests().stream()
                    .filter(each -> each.name().equals(reference.name()))
                    .forEach(going::add);
        }
        return going;
    }

    private List<RemovedImage> byId(StoredImage image, boolean force) throws IOException {
        List<StoredContainer> users = users(image.id());
        List<StoredContainer> running = running(users);
        if (!running.isEmpty()) {
            throw conflict(
                    image.id(),
                    "cannot be forced",
                    "image is being used by running container " + shortId(running.getFirst()));
        }
        if (repositories(image) > 1 && !force) {
            throw conflict(
                    image.id(), "must be forced", "image is referenced in multiple repositories");
        }
        if (!users.isEmpty() && !force) {
            throw conflict(
                    image.id(),
                    "must be forced",
                    "image is being used by stopped container " + shortId(users.getFirst()));
        }
        List<RemovedImage> removed = new ArrayList<>();
        List<Reference> all = new ArrayList<>(image.tags());
        all.addAll(image.digests());
        for (Reference each : all) {
            if (store.images().untag(each)) {
                removed.add(new RemovedImage.Untagged(each.familiar()));
            }
        }
        delete(image.id(), removed);
        return List.copyOf(removed);
    }

    /// Names that the image has: a repository's digest beside its tag is no other.
    private static long repositories(StoredImage image) {
        long digestsAlone =
                image.digests().stream()
                        .map(Reference::name)
                        .filter(name ->
                                image.tags().stream().noneMatch(tag -> tag.name().equals(name)))
                        .distinct()
                        .count();
        return image.tags().size() + digestsAlone;
    }

    private void delete(Digest id, List<RemovedImage> removed) throws IOException {
        if (store.images().remove(id)) {
            removed.add(new RemovedImage.Deleted(id.toString()));
        }
    }

    /// Asked again after the last name went: somebody may have given it another one meanwhile.
    private boolean isUntagged(Digest id) throws IOException {
        return store.images()
                .find(id)
                .map(image -> image.tags().isEmpty() && image.digests().isEmpty())
                .orElse(false);
    }

    private List<StoredContainer> users(Digest id) throws IOException {
        return store.containers().list().stream().filter(each -> each.image().equals(id)).toList();
    }

    private List<StoredContainer> running(List<StoredContainer> containers) throws IOException {
        List<StoredContainer> running = new ArrayList<>();
        for (StoredContainer each : containers) {
            try {
                if (RunLock.settled(each).isRunning()) {
                    running.add(each);
                }
            } catch (IOException e) {
                // One that was removed meanwhile uses nothing.
                if (store.containers().find(each.id()).isPresent()) {
                    throw e;
                }
            }
        }
        return running;
    }

    private static String shortId(StoredContainer container) {
        return container.id().substring(0, 12);
    }

    private static CooperException conflict(Digest id, String force, String why) {
        return new CooperException.Conflict(
                "conflict: unable to delete %s (%s) - %s".formatted(id.shortHex(), force, why));
    }
}
