// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Digest;
import dev.cooper.oci.InvalidReferenceException;
import dev.cooper.oci.Reference;
import dev.cooper.registry.Credential;
import dev.cooper.registry.Document;
import dev.cooper.registry.RegistryClient;
import dev.cooper.registry.RegistryEvent;
import dev.cooper.registry.RegistryException;
import dev.cooper.registry.Repository;
import dev.cooper.registry.Surroundings;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The one client of an open store, made when it is first needed. For any number of threads.
final class RegistryAccess implements Registries, AutoCloseable {
    private final Surroundings surroundings;
    private final List<Consumer<TransferEvent>> listeners = new CopyOnWriteArrayList<>();
    private @Nullable RegistryClient client;

    RegistryAccess(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    synchronized RegistryClient client() throws RegistryException {
        RegistryClient open = client;
        if (open == null) {
            open =
                    RegistryClient.builder()
                            .surroundings(surroundings)
                            .userAgent("cooper/" + Version.text())
                            .events(this::heard)
                            .build();
            client = open;
        }
        return open;
    }

    private void heard(RegistryEvent event) {
        String text =
                switch (event) {
                    case RegistryEvent.Retrying again ->
                            "%s: %s; trying again in %.1f s"
                                    .formatted(
                                            again.doing(),
                                            again.why(),
                                            again.in().toMillis() / 1000.0);
                    case RegistryEvent.Warned warned -> warned.host() + ": " + warned.text();
                    case RegistryEvent.Started _,
                            RegistryEvent.Advanced _,
                            RegistryEvent.Finished _ ->
                            "";
                };
        if (!text.isEmpty()) {
            listeners.forEach(each -> each.accept(new TransferEvent.Note(text)));
        }
    }

    /// Who hears what concerns no single layer, as long as this is open.
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }

    Listening listen(Consumer<TransferEvent> events) {
        listeners.add(events);
        return () -> listeners.remove(events);
    }

    /// The same listener, called by one thread at a time.
    static Consumer<TransferEvent> oneAtATime(Consumer<TransferEvent> events) {
        ReentrantLock lock = new ReentrantLock();
        return event -> {
            lock.lock();
            try {
                events.accept(event);
            } finally {
                lock.unlock();
            }
        };
    }

    /// What a name that a person typed may stand for, in order.
    List<Reference> candidates(String name) throws RegistryException {
        References.parse(name);
        try {
            return client().candidates(name);
        } catch (InvalidReferenceException e) {
            throw new CooperException.InvalidInput(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public String login(String host, String user, String secret) {
        return Failures.during(
                "log in to " + host,
                () -> {
                    try {
                        return client().login(host, new Credential.Password(user, secret));
                    } catch (RegistryException e) {
                        throw RegistryFailures.login(host, e);
                    }
                });
    }

    @Override
    public boolean logout(String host) {
        return Failures.during("log out of " + host, () -> client().logout(host));
    }

    @Override
    public List<String> tags(String repository) {
        return Failures.during(
                "list the tags of " + repository,
                () -> {
                    Reference reference = candidates(repository).getFirst();
                    try {
                        return client().repository(reference).tags();
                    } catch (RegistryException e) {
                        throw RegistryFailures.pull(reference, e);
                    }
                });
    }

    @Override
    public byte[] manifest(String name) {
        return Failures.during("inspect " + name, () -> document(candidates(name).getFirst()));
    }

    private byte[] document(Reference reference) throws IOException {
        try {
            Repository repository = client().repository(reference);
            Digest digest = reference.digest();
            String tag = reference.tag();
            Document document =
                    digest == null
                            ? repository.document(tag == null ? "latest" : tag)
                            : repository.document(digest);
            return document.bytes();
        } catch (RegistryException e) {
            if (e.kind() == RegistryException.Kind.NOT_FOUND) {
                throw new CooperException.NotFound(
                        "no such manifest: " + reference.toString().toLowerCase(Locale.ROOT));
            }
            throw RegistryFailures.pull(reference, e);
        }
    }

    @Override
    public synchronized void close() {
        RegistryClient open = client;
        client = null;
        if (open != null) {
            open.close();
        }
    }
}
