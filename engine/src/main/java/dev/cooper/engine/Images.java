// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Platform;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The images of a store. Safe for any number of threads and processes.
///
/// A *name* is a reference in docker's short form, an id (`sha256:…`), or a unique prefix of one.
public interface Images {
    /// Every image, newest first, as `docker images -a`.
    List<ImageSummary> list();

    /// @throws CooperException.NotFound `No such image: …` in docker's words
    ImageSummary find(String name);

    /// What made the image, newest first.
    ///
    /// @throws CooperException.NotFound as [#find]
    List<HistoryEntry> history(String name);

    /// Gives `source` another name; a name in use moves.
    void tag(String source, String target);

    /// Removes a name, and the image with its last one (`docker rmi`).
    ///
    /// @throws CooperException.Conflict if a container uses it, or an id with several names is
    ///   given, without `force`
    List<RemovedImage> remove(String name, boolean force);

    /// Brings an image from a registry, with all its layers, and gives it the name.
    ///
    /// @param name a reference; a short one may be one of several registries' by this machine's
    ///   configuration
    /// @param platform this machine's if absent
    /// @throws CooperException.NotFound if there is none, or none for this user
    /// @throws CooperException.RegistryFailure for whatever else a registry has against it
    PulledImage pull(String name, Optional<Platform> platform, Consumer<TransferEvent> events)
            throws InterruptedException;

    /// Brings an image to the registry that its name says.
    ///
    /// @throws CooperException.NotFound if there is no such tag here
    /// @throws CooperException.RegistryFailure for what a registry has against it
    PushedImage push(String name, Consumer<TransferEvent> events) throws InterruptedException;

    Digest importTar(ImportRequest request);

    /// Writes a docker archive that is an OCI layout too (`docker save`): one tar for all names.
    /// Layers shared by images are written once. Nothing is closed.
    void save(List<String> names, OutputStream out);

    /// Takes all images of a docker archive or of an OCI layout into the store, under the names
    /// that they have there (`docker load`). A name in use moves.
    ///
    /// @param platform which form of an image to take where there are several; by default this
    ///   machine's, or whatever there is if it is only one
    /// @throws CooperException.InvalidInput if anything of it isn't what it says it is: nothing was
    ///   changed
    /// @throws CooperException.NotFound if there is no such file
    List<LoadedImage> load(ImageSource source, Optional<Platform> platform);

    /// Writes an image as an OCI layout with its layers in another compression. The same image,
    /// codec and level give the same bytes.
    ///
    /// @return the digest of its manifest
    /// @throws CooperException.InvalidInput if the target is a folder of something else
    Digest convert(ConvertRequest request);

    /// A manifest or an index of an OCI layout, as it is there.
    ///
    /// @param layout `PATH[:TAG][@DIGEST]`, with `oci-layout://` in front or not: a folder or a tar
    /// @return the document that the tag or digest names; without either that of the only image,
    ///   else `index.json`
    byte[] layoutManifest(String layout);
}
