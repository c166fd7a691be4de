// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Index;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedImageException;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.posix.LockFile;
import dev.cooper.registry.Document;
import dev.cooper.registry.RegistryException;
import dev.cooper.store.Store;
import dev.cooper.store.StoredImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Indexes over images of registries and of one open store.
final class StoredIndexes implements Indexes {
    private final Store store;
    private final RegistryAccess registries;
    private final IndexSources sources;

    StoredIndexes(Store store, RegistryAccess registries) {
        this.store = store;
        this.registries = registries;
        this.sources = new IndexSources(store, registries);
    }

    /// An image of an index that is put together.
    ///
    /// @param local whether only the store had it
    private record Entry(Reference reference, boolean local, Json.Obj descriptor) {
        static Entry of(Json.Obj json) throws MalformedJsonException {
            return new Entry(
                    References.parse(json.requireString("name")),
                    json.bool("local"),
                    json.requireObj("descriptor"));
        }

        Json.Obj toJson() {
            return Json.object()
                    .put("name", reference.toString())
                    .put("local", local)
                    .put("descriptor", descriptor)
                    .build();
        }

        Digest digest() throws MalformedJsonException {
            Digest digest = Digest.parseOrNull(descriptor.requireString("digest"));
            if (digest == null) {
                throw new MalformedJsonException("\"digest\" is no digest");
            }
            return digest;
        }
    }

    private List<Entry> entries(Reference name) throws IOException {
        Json.Obj kept =
                store.indexes()
                        .find(name)
                        .orElseThrow(
                                () -> new CooperException.NotFound("No such manifest: " + name));
        List<Entry> entries = new ArrayList<>();
        for (Json.Obj each : kept.objects("entries")) {
            entries.add(Entry.of(each));
        }
        return entries;
    }

    private void keep(Reference name, List<Entry> entries) throws IOException {
        Json all = Json.array(entries.stream().map(Entry::toJson).toList());
        store.indexes().put(name, Json.object().put("entries", all).build());
    }

    @Override
    public String create(String name, List<String> images, boolean amend)
            throws InterruptedException {
        return Failures.interruptibly(
                "put the index " + name + " together",
                () -> {
                    Reference list = References.parseTag(name);
                    boolean there = store.indexes().find(list).isPresent();
                    if (there && !amend) {
                        throw new CooperException.Conflict(
                                "refusing to amend an existing manifest list with no --amend flag");
                    }
                    List<Entry> entries = new ArrayList<>(there ? entries(list) : List.of());
                    for (String each : images) {
                        Entry found = image(each);
                        entries.removeIf(old -> old.reference().equals(found.reference()));
                        entries.add(found);
                    }
                    keep(list, entries);
                    return list.toString();
                });
    }

    private Entry image(String name) throws IOException, InterruptedException {
        try {
            IndexSources.Found found = sources.find(name);
            if (found.document().isIndex()) {
                throw new CooperException.InvalidInput(
                        found.reference()
                                + " is a manifest list: name its images by their digests, or use buildx imagetools create");
            }
            return new Entry(found.reference(), found.image() != null, sources.entry(found));
        } catch (RegistryException e) {
            throw RegistryFailures.of(e);
        }
    }

    @Override
    public void annotate(String name, String image, PlatformNote note) {
        Failures.during(
                "annotate " + image + " in " + name,
                () -> {
                    Reference list = References.parseTag(name);
                    List<Entry> entries = new ArrayList<>(entries(list));
                    int at = indexOf(entries, list, image);
                    Entry old = entries.get(at);
                    entries.set(
                            at,
                            new Entry(old.reference(), old.local(), noted(old.descriptor(), note)));
                    keep(list, entries);
                });
    }

    private static int indexOf(List<Entry> entries, Reference list, String image) {
        Reference wanted = References.parse(image);
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).reference().equals(wanted)) {
                return i;
            }
        }
        throw new CooperException.NotFound(
                "manifest for image %s does not exist in %s".formatted(wanted, list));
    }

    private static Json.Obj noted(Json.Obj descriptor, PlatformNote note)
            throws MalformedJsonException {
        Json.Obj before = descriptor.obj("platform");
        SequencedMap<String, Json> platform =
                before == null ? new LinkedHashMap<>() : new LinkedHashMap<>(before.members());
        put(platform, "architecture", note.architecture());
        put(platform, "os", note.os());
        put(platform, "os.version", note.osVersion());
        if (!note.osFeatures().isEmpty()) {
            platform.put("os.features", Json.strings(note.osFeatures()));
        }
        put(platform, "variant", note.variant());
        SequencedMap<String, Json> members = new LinkedHashMap<>(descriptor.members());
        members.put("platform", new Json.Obj(platform));
        return new Json.Obj(members);
    }

    private static void put(Map<String, Json> members, String name, String value) {
        if (!value.isEmpty()) {
            members.put(name, Json.of(value));
        }
    }

    @Override
    public Optional<byte[]> find(String name) {
        return Failures.during(
                "look for the index " + name,
                () -> {
                    Reference list = References.parse(name);
                    if (list.digest() != null || store.indexes().find(list).isEmpty()) {
                        return Optional.<byte[]>empty();
                    }
                    return Optional.of(document(descriptors(entries(list)), Map.of()));
                });
    }

    @Override
    public byte[] manifest(String name, String image) throws InterruptedException {
        return Failures.interruptibly(
                "inspect " + image + " in " + name,
                () -> {
                    Reference list = References.parseTag(name);
                    List<Entry> entries = entries(list);
                    return document(entries.get(indexOf(entries, list, image))).bytes();
                });
    }

    private Document document(Entry entry) throws IOException, InterruptedException {
        if (entry.local()) {
            return sources.find(entry.reference().toString()).document();
        }
        try {
            return sources.repository(entry.reference()).document(entry.digest());
        } catch (RegistryException e) {
            throw RegistryFailures.pull(entry.reference(), e);
        }
    }

    private static List<Json.Obj> descriptors(List<Entry> entries) {
        return entries.stream().map(Entry::descriptor).toList();
    }

    /// Docker's form if all images are in docker's, else OCI's.
    private static byte[] document(List<Json.Obj> descriptors, Map<String, String> annotations)
            throws MalformedJsonException {
        boolean docker = annotations.isEmpty() && !descriptors.isEmpty();
        for (Json.Obj each : descriptors) {
            docker &= MediaTypes.DOCKER_MANIFEST.equals(each.string("mediaType"));
        }
        return Json.object()
                .put("schemaVersion", 2)
                .put("mediaType", docker ? MediaTypes.DOCKER_INDEX : MediaTypes.OCI_INDEX)
                .put("manifests", Json.array(descriptors))
                .putUnlessEmpty("annotations", annotations)
                .build()
                .toBytes();
    }

    @Override
    public PushedIndex push(String name, boolean purge) throws InterruptedException {
        return Failures.interruptibly(
                "push the index " + name,
                () -> {
                    Reference list = References.parseTag(name);
                    List<Entry> entries = entries(list);
                    for (Entry each : entries) {
                        requirePlatform(each);
                    }
                    try (LockFile _ = store.lease()) {
                        PushedIndex pushed = push(list, entries);
                        if (purge) {
                            store.indexes().remove(list);
                        }
                        return pushed;
                    } catch (RegistryException e) {
                        throw RegistryFailures.push(e);
                    }
                });
    }

    private static void requirePlatform(Entry entry) throws MalformedJsonException {
        Json.Obj platform = entry.descriptor().obj("platform");
        String os = platform == null ? null : platform.string("os");
        String arch = platform == null ? null : platform.string("architecture");
        if (os == null || os.isEmpty() || arch == null || arch.isEmpty()) {
            throw new CooperException.InvalidInput(
                    "manifest %s must have an OS and Architecture to be pushed to a registry"
                            .formatted(entry.reference()));
        }
    }

    private PushedIndex push(Reference list, List<Entry> entries)
            throws IOException, InterruptedException {
        List<String> brought = new ArrayList<>();
        ManifestCopy copy = new ManifestCopy(sources);
        for (Entry each : entries) {
            StoredImage image = each.local() ? sources.stored(each.reference()) : null;
            if (image != null) {
                Document document = new ImagePush(store, registries).push(list, image);
                if (!document.digest().equals(each.digest())) {
                    throw new CooperException.Conflict(
                            "%s is another image than it was when the index was put together: amend it"
                                    .formatted(each.reference()));
                }
            } else if (each.local()) {
                throw new CooperException.NotFound("No such image: " + each.reference());
            } else if (!each.reference().name().equals(list.name())) {
                copy.copy(each.reference(), document(each), list);
            } else {
                continue;
            }
            brought.add(list.withDigest(each.digest()).toString());
        }
        Document index = Document.of(document(descriptors(entries), Map.of()));
        sources.repository(list).put(index, list.tag());
        return new PushedIndex(index.digest(), brought);
    }

    @Override
    public boolean remove(String name) {
        return Failures.during(
                "forget the index " + name,
                () -> store.indexes().remove(References.parseTag(name)));
    }

    @Override
    public byte[] combine(IndexRequest request) throws InterruptedException {
        return Failures.interruptibly(
                "make an index of " + String.join(", ", request.sources()),
                () -> {
                    try (LockFile _ = store.lease()) {
                        return combined(request);
                    } catch (RegistryException e) {
                        throw RegistryFailures.push(e);
                    } catch (MalformedImageException | MalformedJsonException e) {
                        throw new CooperException.InvalidInput(Failures.said(e), e);
                    }
                });
    }

    private byte[] combined(IndexRequest request) throws IOException, InterruptedException {
        List<Reference> names = new ArrayList<>();
        for (String each : request.names()) {
            names.add(References.parseTag(each));
        }
        List<IndexSources.Found> found = new ArrayList<>();
        if (request.append()) {
            if (names.isEmpty()) {
                throw new CooperException.InvalidInput("--append needs a name: -t");
            }
            found.add(sources.find(names.getFirst().toString()));
        }
        for (String each : request.sources()) {
            found.add(sources.find(source(each, names)));
        }
        if (found.isEmpty()) {
            throw new CooperException.InvalidInput("no image to make an index of");
        }
        byte[] document = index(found, request);
        for (Reference name : request.dryRun() ? List.<Reference>of() : names) {
            bring(found, Document.of(document), name);
        }
        return document;
    }

    /// A descriptor means what the first name's repository has under its digest.
    private static String source(String typed, List<Reference> names)
            throws MalformedJsonException {
        if (!typed.startsWith("{")) {
            return typed;
        }
        String digest = Json.parseObject(typed.getBytes(UTF_8)).requireString("digest");
        if (names.isEmpty()) {
            throw new CooperException.InvalidInput(
                    "a descriptor needs a name to be looked for: -t");
        }
        return names.getFirst().name() + "@" + digest;
    }

    private byte[] index(List<IndexSources.Found> found, IndexRequest request) throws IOException {
        Document first = found.getFirst().document();
        if (found.size() == 1
                && request.annotations().isEmpty()
                && (first.isIndex() || !request.preferIndex())) {
            return first.bytes();
        }
        SequencedMap<String, Json.Obj> entries = new LinkedHashMap<>();
        for (IndexSources.Found each : found) {
            if (each.document().isIndex()) {
                Index.parse(each.document().bytes());
                for (Json.Obj entry :
                        Json.parseObject(each.document().bytes()).objects("manifests")) {
                    entries.put(entry.requireString("digest"), entry);
                }
            } else {
                Json.Obj entry = sources.entry(each);
                entries.put(entry.requireString("digest"), entry);
            }
        }
        return document(List.copyOf(entries.values()), request.annotations());
    }

    private void bring(List<IndexSources.Found> found, Document document, Reference name)
            throws IOException, InterruptedException {
        ManifestCopy copy = new ManifestCopy(sources);
        for (IndexSources.Found each : found) {
            StoredImage image = each.image();
            if (image != null) {
                new ImagePush(store, registries).push(name, image);
            } else {
                copy.copy(each.reference(), each.document(), name);
            }
        }
        sources.repository(name).put(document, name.tag());
    }
}
