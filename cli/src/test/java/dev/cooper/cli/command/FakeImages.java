// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.engine.ConvertRequest;
import dev.cooper.engine.HistoryEntry;
import dev.cooper.engine.ImageSource;
import dev.cooper.engine.ImageSummary;
import dev.cooper.engine.Images;
import dev.cooper.engine.ImportRequest;
import dev.cooper.engine.LoadedImage;
import dev.cooper.engine.PulledImage;
import dev.cooper.engine.PushedImage;
import dev.cooper.engine.RemovedImage;
import dev.cooper.engine.TransferEvent;
import dev.cooper.engine.TransferEvent.Phase;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Digest;
import dev.cooper.oci.History;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.InvalidReferenceException;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Images in memory, and what was asked of them.
final class FakeImages implements Images {
    final List<ImageSummary> all = new ArrayList<>();
    Consumer<String> whenPulled = _ -> {};
    final Map<String, PulledImage> pullable = new HashMap<>();
    final List<HistoryEntry> history = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    final List<ImportRequest> imports = new ArrayList<>();

    static Digest id(int n) {
        return Digest.sha256(new byte[] {(byte) n});
    }

    static Reference reference(String text) {
        try {
            return Reference.parse(text);
        } catch (InvalidReferenceException e) {
            throw new AssertionError(e);
        }
    }

    /// An image of `size` bytes made so long before [Play#NOW].
    void add(int n, long size, long secondsAgo, Map<String, String> labels, String... tags) {
        Instant created = Play.NOW.minusSeconds(secondsAgo);
        ContainerConfig config =
                ContainerConfig.EMPTY
                        .withEnv(List.of("PATH=/bin"))
                        .withCmd(List.of("/x", "a b"))
                        .withExposedPorts(new TreeSet<>(List.of("80/tcp")))
                        .withLabels(new TreeMap<>(labels));
        List<Reference> names = new ArrayList<>();
        for (String tag : tags) {
            names.add(reference(tag));
        }
        all.add(
                new ImageSummary(
                        id(n),
                        names,
                        List.of(),
                        created,
                        size,
                        Optional.of(created),
                        new ImageConfig(
                                created,
                                null,
                                new Platform("linux", "amd64", null),
                                config,
                                List.of(id(100 + n)),
                                List.of(new History(created, "x", null, "made up", false)))));
    }

    @Override
    public List<ImageSummary> list() {
        return List.copyOf(all);
    }

    @Override
    public ImageSummary find(String name) {
        for (ImageSummary each : all) {
            boolean named =
                    each.tags().stream()
                            .anyMatch(tag ->
                                    tag.familiar().equals(name) || tag.familiarName().equals(name));
            if (named || each.id().toString().equals(name) || each.id().hex().startsWith(name)) {
                return each;
            }
        }
        throw Play.notFound("No such image: " + (name.contains(":") ? name : name + ":latest"));
    }

    @Override
    public List<HistoryEntry> history(String name) {
        return List.copyOf(history);
    }

    @Override
    public void tag(String source, String target) {
        find(source);
        calls.add("tag " + source + " " + target);
    }

    @Override
    public List<RemovedImage> remove(String name, boolean force) {
        find(name);
        calls.add("remove " + name + (force ? " forced" : ""));
        return List.of(new RemovedImage.Untagged(name), new RemovedImage.Deleted(id(1).toString()));
    }

    @Override
    public PulledImage pull(
            String name, Optional<Platform> platform, Consumer<TransferEvent> events) {
        calls.add("pull " + name + platform.map(each -> " for " + each).orElse(""));
        Reference reference = reference(name);
        PulledImage pulled = pullable.get(reference.familiar());
        if (pulled == null) {
            throw Play.notFound("pull access denied for " + reference.familiarName());
        }
        events.accept(new TransferEvent.Resolved(reference));
        for (Phase each : List.of(Phase.WAITING, Phase.MOVING, Phase.ARRIVED, Phase.DONE)) {
            events.accept(new TransferEvent.Layer("0123456789ab", each, 1, 2, ""));
        }
        events.accept(new TransferEvent.Layer("ba9876543210", Phase.EXISTS, 0, 2, ""));
        add(9, 5, 0, Map.of(), name);
        whenPulled.accept(name);
        return pulled;
    }

    @Override
    public PushedImage push(String name, Consumer<TransferEvent> events) {
        find(name);
        calls.add("push " + name);
        events.accept(new TransferEvent.Resolved(reference(name)));
        for (Phase each : List.of(Phase.WAITING, Phase.MOVING, Phase.DONE)) {
            events.accept(new TransferEvent.Layer("0123456789ab", each, 1, 2, ""));
        }
        events.accept(new TransferEvent.Layer("aaaaaaaaaaaa", Phase.EXISTS, 0, 2, ""));
        events.accept(new TransferEvent.Layer("bbbbbbbbbbbb", Phase.MOUNTED, 0, 2, "library/x"));
        return new PushedImage(reference(name), id(8), 527);
    }

    @Override
    public Digest importTar(ImportRequest request) {
        imports.add(request);
        try {
            calls.add("import " + new String(request.tar().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return id(7);
    }

    @Override
    public void save(List<String> names, OutputStream out) {
        names.forEach(this::find);
        try {
            out.write(("tar of " + names).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<LoadedImage> load(ImageSource source, Optional<Platform> platform) {
        try {
            calls.add(
                    "load "
                            + switch (source) {
                                case ImageSource.At(Path path) -> path.toString();
                                case ImageSource.Stream(InputStream tar) ->
                                        new String(tar.readAllBytes(), StandardCharsets.UTF_8);
                            }
                            + platform.map(each -> " for " + each).orElse(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of(
                new LoadedImage(
                        id(1), List.of(reference("rec:1")), Map.of(reference("rec:1"), id(2))),
                new LoadedImage(id(3), List.of(), Map.of()));
    }

    @Override
    public Digest convert(ConvertRequest request) {
        find(request.image());
        calls.add(
                "convert "
                        + request.image()
                        + " "
                        + request.compression()
                        + " "
                        + request.level()
                        + switch (request.target()) {
                            case ConvertRequest.Target.Folder(Path path) -> " to " + path;
                            case ConvertRequest.Target.Archive(OutputStream out) -> {
                                try {
                                    out.write("layout".getBytes(StandardCharsets.UTF_8));
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                                yield "";
                            }
                        });
        return id(9);
    }

    @Override
    public byte[] layoutManifest(String layout) {
        calls.add("manifest " + layout);
        return "{\"a\":[1]}".getBytes(StandardCharsets.UTF_8);
    }
}
