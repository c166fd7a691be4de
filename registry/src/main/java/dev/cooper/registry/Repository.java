// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.registry.Location.Capability;
import dev.cooper.registry.RegistryEvent.Outcome;
import dev.cooper.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One repository, wherever the machine's configuration says that it is reached. What is read is
/// looked for at its mirrors first, one after the other, whatever they fail with; what is written
/// goes to the repository itself. Obtained from [RegistryClient#repository]; safe for use by any
/// number of threads.
public final class Repository {
    private static final int MOST_TAGS = 1_000_000;

    private final RegistryClient client;
    private final String name;
    private final List<Location> locations;
    private final Set<Location> unreachable = ConcurrentHashMap.newKeySet();

    Repository(RegistryClient client, Reference reference, List<Location> locations) {
        this.client = client;
        this.name = reference.familiarName();
        this.locations = List.copyOf(locations);
    }

    /// As docker shows it.
    public String name() {
        return name;
    }

    /// What a tag leads to, in few bytes. A registry's or mirror's word: that the digest is that of
    /// something, [#document(Digest)] shows.
    public Descriptor resolve(String tag) throws IOException {
        String doing = "resolving " + name + ":" + tag;
        return first(Capability.RESOLVE, doing, at -> new Manifests(at).resolve(tag, doing));
    }

    /// The manifest or index that a tag leads to.
    public Document document(String tag) throws IOException {
        String doing = "getting the manifest of " + name + ":" + tag;
        return first(Capability.RESOLVE, doing, at -> new Manifests(at).get(tag, doing));
    }

    /// The manifest or index with this digest, and no other.
    public Document document(Digest digest) throws IOException {
        String doing = "getting the manifest " + name + "@" + digest;
        return first(Capability.PULL, doing, at -> new Manifests(at).get(digest.toString(), doing));
    }

    /// The bytes of a blob, checked as they come: the read that would return the last of them
    /// throws a [RegistryException] instead if they are not what the descriptor says. The caller
    /// closes the stream.
    public InputStream open(Descriptor blob) throws IOException {
        String doing = pulling(blob);
        return first(Capability.PULL, doing, at -> new Blobs(at).open(blob, doing));
    }

    /// Takes a blob in, from the first place that has it whole and right. Nothing is asked for if
    /// the sink has it.
    public void fetch(Descriptor blob, BlobSink sink, Consumer<RegistryEvent> events)
            throws IOException {
        fetch(blob, List.of(), sink, events);
    }

    /// @param addresses of a foreign layer, tried when the registry doesn't have it
    void fetch(
            Descriptor blob, List<String> addresses, BlobSink sink, Consumer<RegistryEvent> events)
            throws IOException {
        if (sink.has(blob)) {
            events.accept(new RegistryEvent.Finished(blob, Outcome.EXISTS));
            return;
        }
        events.accept(new RegistryEvent.Started(blob));
        String doing = pulling(blob);
        try {
            first(
                    Capability.PULL,
                    doing,
                    at -> copy(new Blobs(at).open(blob, doing), blob, sink, events));
        } catch (RegistryException e) {
            if (addresses.isEmpty() || !MediaTypes.isForeignLayer(blob.mediaType())) {
                throw e;
            }
            foreign(blob, addresses, doing, sink, events, e);
        }
        events.accept(new RegistryEvent.Finished(blob, Outcome.TRANSFERRED));
    }

    private void foreign(
            Descriptor blob,
            List<String> addresses,
            String doing,
            BlobSink sink,
            Consumer<RegistryEvent> events,
            RegistryException failure)
            throws IOException {
        Endpoint own = client.endpoint(locations.getLast());
        for (String each : addresses.stream().limit(8).toList()) {
            try {
                copy(new Blobs(own).openForeign(blob, each, doing), blob, sink, events);
                return;
            } catch (RegistryException e) {
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }

    private static boolean copy(
            InputStream from, Descriptor blob, BlobSink sink, Consumer<RegistryEvent> events)
            throws IOException {
        try (from;
                BlobSink.BlobWriter writer = sink.begin(blob)) {
            byte[] buffer = new byte[64 << 10];
            long done = 0;
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                writer.stream().write(buffer, 0, n);
                done += n;
                events.accept(new RegistryEvent.Advanced(blob, done));
            }
            writer.commit();
            return true;
        }
    }

    private String pulling(Descriptor blob) {
        return "pulling blob %s of %s".formatted(blob.digest().shortHex(), name);
    }

    /// Whether the repository itself has the blob.
    public boolean exists(Digest blob) throws IOException {
        Endpoint at = writable();
        return new Blobs(at)
                .exists(blob, "looking for blob " + blob.shortHex() + " in " + name, at.pull());
    }

    /// Brings a blob to the registry, unless it is there. Several that bring the same one at the
    /// same time bring it once.
    ///
    /// @param mountFrom repositories of the same registry that may have it, by their paths
    public Outcome push(
            Descriptor blob,
            BlobSource source,
            List<String> mountFrom,
            Consumer<RegistryEvent> events)
            throws IOException {
        Endpoint at = writable();
        return client.uploads()
                .run(
                        at.uri("blobs/" + blob.digest()).toString(),
                        () -> {
                            events.accept(new RegistryEvent.Started(blob));
                            Outcome outcome = new Upload(at, blob, source, mountFrom, events).run();
                            events.accept(new RegistryEvent.Finished(blob, outcome));
                            return outcome;
                        },
                        () -> {
                            events.accept(new RegistryEvent.Finished(blob, Outcome.EXISTS));
                            return Outcome.EXISTS;
                        });
    }

    /// Puts a manifest or an index, whose blobs and manifests must be there.
    ///
    /// @param tag null to have it under its digest alone
    public void put(Document document, @Nullable String tag) throws IOException {
        Endpoint at = writable();
        String doing =
                "pushing %s to %s%s"
                        .formatted(
                                document.isIndex() ? "the index" : "the manifest",
                                name,
                                tag == null ? "@" + document.digest() : ":" + tag);
        boolean understood = new Manifests(at).put(document, tag, doing);
        Descriptor subject = document.subject();
        if (subject != null && !understood) {
            new Referrers(at).add(document, subject, doing);
        }
    }

    /// Deletes a manifest with all its tags.
    public void delete(Digest manifest) throws IOException {
        new Manifests(writable()).delete(manifest.toString(), "deleting " + name + "@" + manifest);
    }

    /// Takes a tag away; many registries can't do that alone.
    public void deleteTag(String tag) throws IOException {
        new Manifests(writable()).delete(tag, "deleting " + name + ":" + tag);
    }

    public void deleteBlob(Digest blob) throws IOException {
        new Blobs(writable()).delete(blob, "deleting blob " + blob.shortHex() + " of " + name);
    }

    /// All tags, in the registry's order.
    public List<String> tags() throws IOException {
        String doing = "listing the tags of " + name;
        return first(Capability.RESOLVE, doing, at -> tags(at, doing));
    }

    private static List<String> tags(Endpoint at, String doing) throws IOException {
        List<String> all = new ArrayList<>();
        boolean there =
                Pages.read(
                        at,
                        at.uri("tags/list", "n=1000"),
                        doing,
                        "application/json",
                        (page, response) -> {
                            for (String each : page.strings("tags")) {
                                if (each.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")) {
                                    all.add(each);
                                }
                            }
                            if (all.size() > MOST_TAGS) {
                                throw response.malformed("more than " + MOST_TAGS + " tags");
                            }
                        });
        if (!there) {
            throw new RegistryException(
                    Kind.NOT_FOUND,
                    at.host(),
                    doing,
                    "no such repository at " + at.host(),
                    404,
                    null);
        }
        return all;
    }

    /// What is about a manifest.
    ///
    /// @param artifactType null for all kinds
    public List<Referrer> referrers(Digest manifest, @Nullable String artifactType)
            throws IOException {
        String doing = "listing what refers to " + name + "@" + manifest;
        return first(
                Capability.RESOLVE,
                doing,
                at -> new Referrers(at).list(manifest, artifactType, doing));
    }

    private interface Attempt<T> {
        T at(Endpoint endpoint) throws IOException;
    }

    /// From the first place that can. The last one's failure counts; the others' come along.
    private <T> T first(Capability wanted, String doing, Attempt<T> attempt) throws IOException {
        List<RegistryException> failures = new ArrayList<>();
        for (int i = 0; i < locations.size(); i++) {
            Location each = locations.get(i);
            boolean last = i == locations.size() - 1;
            if (!each.capabilities().contains(wanted) || (!last && unreachable.contains(each))) {
                continue;
            }
            try {
                return attempt.at(client.endpoint(each));
            } catch (RegistryException e) {
                if (isUnreachable(e)) {
                    unreachable.add(each);
                }
                if (each.mirror()) {
                    client.events()
                            .accept(
                                    new RegistryEvent.Warned(
                                            each.authority(), "mirror: " + e.getMessage()));
                }
                failures.add(e);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while " + doing);
            }
        }
        if (failures.isEmpty()) {
            throw new RegistryException(
                    Kind.CONFIGURATION,
                    name,
                    doing,
                    "the configuration of this machine names no host for that");
        }
        RegistryException failure = failures.removeLast();
        failures.forEach(failure::addSuppressed);
        throw failure;
    }

    private static boolean isUnreachable(RegistryException e) {
        return switch (e.kind()) {
            case UNREACHABLE, DNS, TLS, TIMEOUT -> e.status() == 0;
            case UNAUTHORIZED,
                    DENIED,
                    NOT_FOUND,
                    RATE_LIMITED,
                    UNAVAILABLE,
                    BLOCKED,
                    REFUSED,
                    CORRUPT,
                    MALFORMED,
                    UNSUPPORTED,
                    REJECTED,
                    CONFIGURATION,
                    CREDENTIALS ->
                    false;
        };
    }

    private Endpoint writable() throws IOException {
        for (Location each : locations) {
            if (each.capabilities().contains(Capability.PUSH)) {
                return client.endpoint(each);
            }
        }
        throw new RegistryException(
                Kind.CONFIGURATION,
                name,
                "writing to " + name,
                "the configuration of this machine names no host for that");
    }
}
