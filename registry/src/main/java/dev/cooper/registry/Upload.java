// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.registry.Destinations.Purpose;
import dev.cooper.registry.RegistryEvent.Outcome;
import dev.cooper.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One blob's way to a registry (OCI distribution specification, "Pushing blobs"). What is there
/// isn't sent, and what another repository has is taken over. Small blobs go in one request. Larger
/// ones go in pieces, so that a broken connection costs at most one of them; where a registry takes
/// no pieces, they go whole. For one thread.
final class Upload {
    private static final int MOST_SESSIONS = 4;
    private static final int MOST_MOUNTS = 3;
    private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-([0-9]{1,18})");

    private final Endpoint endpoint;
    private final Descriptor blob;
    private final BlobSource source;
    private final List<String> mountFrom;
    private final Consumer<RegistryEvent> events;
    private final String doing;
    private final int chunk;

    /// @param mountFrom repositories of the same registry that may have the blob
    Upload(
            Endpoint endpoint,
            Descriptor blob,
            BlobSource source,
            List<String> mountFrom,
            Consumer<RegistryEvent> events) {
        this.endpoint = endpoint;
        this.blob = blob;
        this.source = source;
        this.mountFrom = mountFrom;
        this.events = events;
        this.doing =
                "pushing blob %s to %s/%s"
                        .formatted(
                                blob.digest().shortHex(), endpoint.host(), endpoint.repository());
        this.chunk = endpoint.transport().limits().chunk();
    }

    /// An upload that the registry has begun, and how far it is.
    private record Session(URI location, long offset, int piece) {
        Session at(URI newLocation, long newOffset) {
            return new Session(newLocation, newOffset, piece);
        }
    }

    /// The registry knows nothing of the session any more.
    private static final class SessionLostException extends Exception {
        private final IOException failure;

        SessionLostException(IOException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    Outcome run() throws IOException {
        if (exists()) {
            return Outcome.EXISTS;
        }
        Session session = mount();
        if (session == null) {
            return Outcome.MOUNTED;
        }
        Retries retries = endpoint.transport().retries(doing);
        for (int sessions = 1; ; sessions++) {
            try {
                send(session, retries);
                return Outcome.TRANSFERRED;
            } catch (SessionLostException e) {
                // The last request may have got through though its answer did not.
                if (exists()) {
                    return Outcome.TRANSFERRED;
                }
                if (sessions == MOST_SESSIONS) {
                    throw e.failure;
                }
                session = begin();
            }
        }
    }

    private boolean exists() throws IOException {
        return new Blobs(endpoint).exists(blob.digest(), doing, endpoint.push());
    }

    /// Null if the registry has it now.
    private @Nullable Session mount() throws IOException {
        for (String from : mountFrom.stream().limit(MOST_MOUNTS).toList()) {
            if (from.equals(endpoint.repository())) {
                continue;
            }
            URI uri =
                    endpoint.uri(
                            "blobs/uploads/",
                            "mount=%s&from=%s"
                                    .formatted(escaped(blob.digest()), from.replace("/", "%2F")));
            Call post = endpoint.call("POST", uri, doing, endpoint.push(), Scope.pull(from)).once();
            try (Response response = endpoint.send(post)) {
                if (response.status() == 201) {
                    return null;
                }
                if (response.status() == 202) {
                    return session(response);
                }
            } catch (RegistryException e) {
                // A repository that we may not read, or a registry that can't: then by upload.
                if (e.temporary()) {
                    throw e;
                }
            }
        }
        return begin();
    }

    private Session begin() throws IOException {
        Call post = endpoint.call("POST", endpoint.uri("blobs/uploads/"), doing, endpoint.push());
        try (Response response = endpoint.send(post)) {
            response.require(202);
            return session(response);
        }
    }

    private Session session(Response response) throws IOException {
        String least = response.header("OCI-Chunk-Min-Length");
        long wanted = least != null && least.matches("[0-9]{1,10}") ? Long.parseLong(least) : 0;
        return new Session(location(response), 0, Math.clamp(wanted, chunk, 1 << 30));
    }

    private URI location(Response response) throws RegistryException {
        String text = response.header("Location");
        if (text == null) {
            throw response.malformed("it began an upload and does not say where");
        }
        URI uri = Transport.resolve(response.uri(), text, doing);
        endpoint.transport().destinations().check(endpoint.origin(), uri, Purpose.UPLOAD, doing);
        return uri;
    }

    private void send(Session begun, Retries retries) throws IOException, SessionLostException {
        Session session = begun;
        if (blob.size() <= session.piece() || !endpoint.takesPieces()) {
            IOException failure = finish(session, retries, 0);
            if (failure != null) {
                throw new SessionLostException(failure);
            }
            return;
        }
        while (true) {
            while (session.offset() < blob.size()) {
                session = piece(session, retries);
            }
            IOException failure = finish(session, retries, blob.size());
            if (failure == null || exists()) {
                return;
            }
            session = status(session, failure, blob.size());
        }
    }

    private Session piece(Session session, Retries retries)
            throws IOException, SessionLostException {
        long from = session.offset();
        long end = Math.min(from + session.piece(), blob.size());
        Call patch =
                at("PATCH", session.location())
                        .header("Content-Type", "application/octet-stream")
                        .header("Content-Range", from + "-" + (end - 1))
                        .with(
                                new Call.Body(
                                        source, from, end - from, sent -> advanced(from + sent)))
                        .once();
        IOException failure;
        try (Response response = endpoint.send(patch)) {
            if (response.status() == 202 || response.status() == 201) {
                OptionalLong kept = kept(response);
                long offset = kept.orElse(end);
                if (offset > end || offset <= from) {
                    throw new SessionLostException(
                            response.malformed("it has other bytes than were sent"));
                }
                return session.at(location(response), offset);
            }
            RegistryException said = response.failure();
            lostOrHopeless(response, said, from == 0);
            if (!again(retries, response, said)) {
                throw said;
            }
            failure = said;
        } catch (RegistryException e) {
            if (!Failures.passes(e)) {
                throw e;
            }
            failure = e;
            if (!again(retries, null, e)) {
                throw e;
            }
        }
        return status(session, failure, end);
    }

    private static boolean again(Retries retries, @Nullable Response response, IOException failure)
            throws IOException {
        return retries.again(
                String.valueOf(failure.getMessage()),
                response == null
                        ? null
                        : Retries.retryAfter(
                                response.header("Retry-After"), response.header("Date")));
    }

    /// Whether to begin anew, to give up, or (returning) to try on.
    private void lostOrHopeless(Response response, RegistryException failure, boolean first)
            throws RegistryException, SessionLostException {
        int status = response.status();
        if (status == 404 || status == 410) {
            throw new SessionLostException(failure);
        }
        boolean refusesPieces =
                status == 400 || status == 405 || status == 411 || status == 415 || status == 501;
        if (refusesPieces && first && blob.size() > chunk) {
            endpoint.takesNoPieces();
            throw new SessionLostException(failure);
        }
        if (status != 416 && !failure.temporary()) {
            throw failure;
        }
    }

    /// How far it is, by the registry's account.
    private Session status(Session session, IOException why, long most)
            throws IOException, SessionLostException {
        try (Response response = endpoint.send(at("GET", session.location()))) {
            if (response.status() != 204 && response.status() != 200 && response.status() != 202) {
                throw new SessionLostException(why);
            }
            long offset = kept(response).orElse(0);
            if (offset > most) {
                throw new SessionLostException(why);
            }
            advanced(offset);
            return session.at(
                    response.header("Location") == null ? session.location() : location(response),
                    offset);
        }
    }

    /// From the header `Range`, which names the last byte; nothing is `0-0` as well, with those who
    /// have to name one.
    private static OptionalLong kept(Response response) {
        String text = response.header("Range");
        Matcher range = RANGE.matcher(text == null ? "" : text.strip());
        if (!range.matches()) {
            return OptionalLong.empty();
        }
        long last = Long.parseLong(range.group(1));
        return OptionalLong.of(last == 0 ? 0 : last + 1);
    }

    /// The request that ends a session, with the bytes from `offset` on. Null if it did; else why
    /// not, if that may pass.
    private @Nullable IOException finish(Session session, Retries retries, long offset)
            throws IOException, SessionLostException {
        long rest = blob.size() - offset;
        Call put =
                at("PUT", digested(session.location()))
                        .header("Content-Type", "application/octet-stream")
                        .with(new Call.Body(source, offset, rest, sent -> advanced(offset + sent)))
                        .once();
        try (Response response = endpoint.send(put)) {
            if (response.status() == 201 || response.status() == 204 || response.status() == 202) {
                check(response);
                return null;
            }
            RegistryException failure = response.failure();
            lostOrHopeless(response, failure, false);
            if (!again(retries, response, failure)) {
                throw failure;
            }
            return failure;
        } catch (RegistryException e) {
            if (!Failures.passes(e) || !again(retries, null, e)) {
                throw e;
            }
            return e;
        }
    }

    private void check(Response response) throws RegistryException {
        String said = response.header("Docker-Content-Digest");
        Digest claimed = said == null ? null : Digest.parseOrNull(said);
        boolean same =
                claimed == null
                        || !claimed.algorithm().equals(blob.digest().algorithm())
                        || claimed.equals(blob.digest());
        if (!same) {
            throw new RegistryException(
                    Kind.CORRUPT,
                    endpoint.host(),
                    doing,
                    "%s has kept the blob as %s, but it is %s"
                            .formatted(endpoint.host(), claimed, blob.digest()));
        }
    }

    private URI digested(URI location) {
        String text = location.toString();
        int fragment = text.indexOf('#');
        String plain = fragment < 0 ? text : text.substring(0, fragment);
        return URI.create(
                plain
                        + (location.getRawQuery() == null ? "?" : "&")
                        + "digest="
                        + escaped(blob.digest()));
    }

    private static String escaped(Digest digest) {
        return digest.algorithm() + "%3A" + digest.hex();
    }

    /// A request to where the upload is, which may be another host: then it says nothing of us.
    private Call at(String method, URI uri) {
        return Origin.of(uri).equals(endpoint.origin())
                ? endpoint.call(method, uri, doing, endpoint.push())
                : Call.of(method, uri, doing);
    }

    private void advanced(long bytes) {
        events.accept(new RegistryEvent.Advanced(blob, bytes));
    }
}
