// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import dev.cooper.build.output.FolderWriter;
import dev.cooper.build.output.ImageExport;
import dev.cooper.build.output.Output;
import dev.cooper.build.output.Sink;
import dev.cooper.build.output.Transfer;
import dev.cooper.build.output.TreeArchive;
import dev.cooper.build.step.SourceDate;
import dev.cooper.build.step.Workplace;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.posix.Dir;
import dev.cooper.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Makes of the images what was asked for, one output after the other; each is a step of the
/// progress.
final class Exports {
    private final Workplace at;
    private final Store store;
    private final Progress progress;
    private final Making making;
    private final long latest;
    private List<ImageWriter.Made> made = List.of();
    private @Nullable Descriptor manifest;

    /// Makes the images.
    interface Making {
        /// @param read is told of bytes that had to be read for them
        /// @return one for each platform, at least one
        List<ImageWriter.Made> make(LongConsumer read) throws IOException, InterruptedException;
    }

    Exports(Workplace at, Progress progress, Making making, SourceDate date) {
        this.at = at;
        this.store = at.store();
        this.progress = progress;
        this.making = making;
        Instant limit = date.latest();
        this.latest = limit == null ? Long.MAX_VALUE : limit.getEpochSecond();
    }

    /// What is exported. Made by the first output, as a part of its step; by this, if there is
    /// none.
    private List<ImageWriter.Made> images() throws IOException, InterruptedException {
        if (made.isEmpty()) {
            made = making.make(_ -> {});
        }
        return made;
    }

    private void make(int step) throws IOException, InterruptedException {
        if (made.isEmpty()) {
            Transfer transfer = transfer("exporting layers", step);
            made = making.make(transfer::add);
        }
    }

    /// The image for this machine, or else the first one.
    Digest image() throws IOException, InterruptedException {
        Platform host = Platform.host();
        ImageWriter.Made best = images().getFirst();
        for (ImageWriter.Made each : images().reversed()) {
            if (host.matches(each.platform())) {
                best = each;
            }
        }
        return best.id();
    }

    /// The manifest or index of the last output that has one; null if none has.
    @Nullable Descriptor manifest() {
        return manifest;
    }

    void write(Output output) throws IOException, InterruptedException {
        switch (output) {
            case Output.Image(List<Reference> names, var push) ->
                    step("exporting to image", step -> image(names, push, step));
            case Output.Folder(var folder) ->
                    step("exporting to client directory", step -> folder(folder, step));
            case Output.Tar(var sink) ->
                    step("exporting to client tarball", step -> tar(sink, step));
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

    /// Of several platforms each has a folder of its own: `linux_arm64`.
    private static String folderOf(ImageWriter.Made image) {
        return image.platform().toString().replace('/', '_');
    }

    private void folder(Path folder, int step) throws IOException, InterruptedException {
        Transfer transfer = transfer("copying files", step);
        for (ImageWriter.Made each : images()) {
            Path own = images().size() == 1 ? folder : folder.resolve(folderOf(each));
            try (Dir tree = store.snapshots().open(each.top())) {
                FolderWriter.write(tree, own, latest, transfer::add);
            }
        }
        transfer.end();
    }

    private void tar(Sink sink, int step) throws IOException, InterruptedException {
        Transfer transfer = transfer("sending tarball", step);
        SequencedMap<String, Dir> trees = new LinkedHashMap<>();
        try {
            for (ImageWriter.Made each : images()) {
                trees.put(folderOf(each), store.snapshots().open(each.top()));
            }
            sink.write(out -> {
                if (trees.size() == 1) {
                    TreeArchive.write(trees.firstEntry().getValue(), transfer.count(out), latest);
                } else {
                    TreeArchive.write(trees, transfer.count(out), latest);
                }
            });
        } finally {
            trees.values().forEach(Dir::close);
        }
        transfer.end();
    }

    private interface Work {
        void run(int step) throws IOException, InterruptedException;
    }

    private void step(String name, Work work) throws IOException, InterruptedException {
        Instant begun = Instant.now();
        int step = progress.begin(name);
        try {
            make(step);
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

    private ImageExport export(Output.Packing packing, int step)
            throws IOException, InterruptedException {
        return new ImageExport(
                store,
                images().stream()
                        .map(each ->
                                new ImageExport.Part(each.platform(), each.config(), each.layers()))
                        .toList(),
                packing,
                text -> progress.tell(step, text));
    }

    private void image(List<Reference> names, Output.@Nullable Push push, int step)
            throws IOException, InterruptedException {
        List<Digest> all = new ArrayList<>();
        for (ImageWriter.Made each : images()) {
            Digest id = store.images().put(each.config());
            if (!all.contains(id)) {
                all.add(id);
            }
        }
        progress.tell(step, "exporting layers done");
        for (Digest each : all) {
            progress.tell(step, "writing image " + each + " done");
        }
        store.sync();
        for (Reference name : names) {
            store.images().tag(name, image(), all);
            progress.tell(step, "naming to " + name + " done");
        }
        if (push != null) {
            manifest = at.publisher().push(names, push, text -> progress.tell(step, text));
        }
    }
}
