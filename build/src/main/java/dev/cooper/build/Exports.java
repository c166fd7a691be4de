// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import dev.cooper.build.output.FolderWriter;
import dev.cooper.build.output.ImageExport;
import dev.cooper.build.output.Output;
import dev.cooper.build.output.Transfer;
import dev.cooper.build.output.TreeArchive;
import dev.cooper.build.step.SourceDate;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import dev.cooper.posix.Dir;
import dev.cooper.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes of an image what was asked for, one output after the other; each is a step of the
/// progress.
final class Exports {
    private final Store store;
    private final Progress progress;
    private final ImageWriter.Made image;
    private final long latest;
    private @Nullable Descriptor manifest;

    Exports(Store store, Progress progress, ImageWriter.Made image, SourceDate date) {
        this.store = store;
        this.progress = progress;
        this.image = image;
        Instant limit = date.latest();
        this.latest = limit == null ? Long.MAX_VALUE : limit.getEpochSecond();
    }

    /// The manifest of the last output that has one; null if none has.
    @Nullable Descriptor manifest() {
        return manifest;
    }

    void write(Output output) throws IOException, InterruptedException {
        switch (output) {
            case Output.Image(List<Reference> names) ->
                    step("exporting to image", step -> store(names, step));
            case Output.Folder(var folder) ->
                    step(
                            "exporting to client directory",
                            step -> {
                                Transfer transfer = transfer("copying files", step);
                                try (Dir tree = store.snapshots().open(image.top())) {
                                    FolderWriter.write(tree, folder, latest, transfer::add);
                                }
                                transfer.end();
                            });
            case Output.Tar(var sink) ->
                    step(
                            "exporting to client tarball",
                            step -> {
                                Transfer transfer = transfer("sending tarball", step);
                                try (Dir tree = store.snapshots().open(image.top())) {
                                    sink.write(out ->
                                            TreeArchive.write(tree, transfer.count(out), latest));
                                }
                                transfer.end();
                            });
            case Output.Archive(var sink, boolean docker, var packing) ->
                    step(
                            "exporting to " + (docker ? "docker" : "oci") + " image format",
                            step -> manifest = export(packing, step).toTar(sink, docker));
            case Output.Layout(var folder, var packing) ->
                    step(
                            "exporting to oci image format",
                            step -> manifest = export(packing, step).toFolder(folder));
            case Output.Nothing _ -> {
                // The steps' results are kept as they are made.
            }
        }
    }

    private interface Work {
        void run(int step) throws IOException, InterruptedException;
    }

    private void step(String name, Work work) throws IOException, InterruptedException {
        Instant begun = Instant.now();
        int step = progress.begin(name);
        try {
            work.run(step);
            progress.end(step, Duration.between(begun, Instant.now()));
        } catch (IOException e) {
            progress.fail(
                    step, String.valueOf(e.getMessage()), Duration.between(begun, Instant.now()));
            throw e;
        }
    }

    private Transfer transfer(String what, int step) {
        return new Transfer(what, text -> progress.tell(step, text));
    }

    private ImageExport export(Output.Packing packing, int step) {
        return new ImageExport(
                store, image.config(), image.layers(), packing, text -> progress.tell(step, text));
    }

    private void store(List<Reference> names, int step) throws IOException {
        Digest id = store.images().put(image.config());
        progress.tell(step, "exporting layers done");
        progress.tell(step, "writing image " + id + " done");
        store.sync();
        for (Reference name : names) {
            store.images().tag(name, id);
            progress.tell(step, "naming to " + name + " done");
        }
    }
}
