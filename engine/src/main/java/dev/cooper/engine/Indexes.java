// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Digest;
import java.util.List;
import java.util.Optional;

/// Indexes: one name for the images of several platforms. Safe for any number of threads.
///
/// Images are named as people type them. Each is looked for in its registry, and in this store if
/// the registry doesn't have it or isn't reached; then it goes along when the index is pushed.
public interface Indexes {
    /// Begins an index over images, which is kept here until it is pushed (`docker manifest
    /// create`). What the registries have isn't changed.
    ///
    /// @param amend adds to one that is there already
    /// @return the whole name
    /// @throws CooperException.Conflict if there is one, without `amend`
    /// @throws CooperException.NotFound if there is no such image
    /// @throws CooperException.InvalidInput if one of them is an index
    String create(String name, List<String> images, boolean amend) throws InterruptedException;

    /// Says of one of its images what it runs on (`docker manifest annotate`).
    ///
    /// @throws CooperException.NotFound if there is no such index here, or it has no such image
    void annotate(String name, String image, PlatformNote note);

    /// The index as [#push] would push it; empty if none of that name is kept here.
    Optional<byte[]> find(String name);

    /// What an index kept here says of one of its images.
    ///
    /// @throws CooperException.NotFound as [#annotate]
    byte[] manifest(String name, String image) throws InterruptedException;

    /// Brings the index to the registry of its name, with those of its images that aren't in that
    /// repository (`docker manifest push`).
    ///
    /// @param purge forgets it here afterwards
    PushedIndex push(String name, boolean purge) throws InterruptedException;

    /// Forgets one; false if there is none.
    boolean remove(String name);

    /// Makes one index of images and indexes, and gives it names in registries (`docker buildx
    /// imagetools create`). All that it leads to is brought to each.
    ///
    /// @return the document
    byte[] combine(IndexRequest request) throws InterruptedException;

    /// What was pushed.
    ///
    /// @param images those that had to be brought, as `NAME@DIGEST`
    record PushedIndex(Digest digest, List<String> images) {}
}
