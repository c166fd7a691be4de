// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.build.remote.HttpFetch;
import dev.cooper.build.solver.Op;
import dev.cooper.build.solver.StepException;
import dev.cooper.build.solver.StepLog;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Digester;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.store.CacheRecord;
import dev.cooper.store.Draft;
import dev.cooper.store.SnapshotId;
import dev.cooper.store.Store;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file over http: root's, mode 0600, with the server's time for it, or none. Asked for anew in
/// each build, unless its digest is known; a server that tells versions apart sends it only once.
public final class HttpOp implements Op<Tree> {
    private static final String ETAG = "etag ";

    private final Workplace at;
    private final URI uri;
    private final String name;
    private final @Nullable Digest checksum;

    /// @param name what the file is called in the tree
    /// @param checksum what it must have; null for anything
    public HttpOp(Workplace at, URI uri, String name, @Nullable Digest checksum) {
        this.at = at;
        this.uri = uri;
        this.name = name;
        this.checksum = checksum;
    }

    @Override
    public @Nullable Digest definition() {
        return null;
    }

    @Override
    public boolean isSource() {
        return true;
    }

    private Digest key() {
        Definition definition =
                Definition.of("http").with("url", uri.toString()).with("name", name);
        return checksum == null
                ? definition.digest()
                : definition.with("checksum", checksum.toString()).digest();
    }

    @Override
    public Tree execute(@Nullable Tree root, List<Tree> sources, StepLog log)
            throws IOException, InterruptedException, StepException {
        Store store = at.store();
        Digest key = key();
        Optional<CacheRecord> known = store.cache().find(key);
        if (checksum != null && known.isPresent()) {
            return new Tree.Stored(known.get().snapshot());
        }
        String etag =
                known.map(CacheRecord::detail)
                        .filter(detail -> detail.startsWith(ETAG))
                        .map(detail -> detail.substring(ETAG.length()).strip())
                        .orElse(null);
        try (Draft draft = store.snapshots().draft(null)) {
            HttpFetch.Answer answer = fetch(draft, etag);
            if (answer.unchanged() && known.isPresent()) {
                return new Tree.Stored(known.get().snapshot());
            }
            log.status("transferring " + name + ": " + answer.size() + "B done");
            SnapshotId made = draft.commit();
            Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
            String detail = answer.etag() == null ? "" : ETAG + answer.etag();
            store.cache().put(key, new CacheRecord(key, made, now, detail));
            return new Tree.Stored(made);
        }
    }

    /// What lent secrets say to this host: a header, or a token for one.
    private Map<String, String> headers() throws IOException {
        String host = uri.getHost();
        Optional<byte[]> header = at.secrets().secret("HTTP_AUTH_HEADER_" + host);
        if (header.isPresent()) {
            return Map.of("Authorization", new String(header.get(), UTF_8).strip());
        }
        return at.secrets()
                .secret("HTTP_AUTH_TOKEN_" + host)
                .map(token -> Map.of("Authorization", "Bearer " + new String(token, UTF_8).strip()))
                .orElse(Map.of());
    }

    private HttpFetch.Answer fetch(Draft draft, @Nullable String etag)
            throws IOException, InterruptedException, StepException {
        try (Dir dir = draft.merged()) {
            Name file = Name.of(name);
            Digester digester = Digest.digester();
            HttpFetch.Answer answer =
                    new HttpFetch(headers())
                            .get(
                                    uri,
                                    etag,
                                    () -> {
                                        OpenFile made = dir.create(file, 0600);
                                        return digester.tee(made.outputStream());
                                    });
            if (answer.unchanged()) {
                return answer;
            }
            Digest digest = digester.digest();
            if (checksum != null && !checksum.equals(digest)) {
                throw new StepException(
                        "digest mismatch of %s: %s, not %s".formatted(uri, digest, checksum));
            }
            Instant time = answer.lastModified() == null ? Instant.EPOCH : answer.lastModified();
            dir.setTimes(file, time.getEpochSecond(), 0);
            return answer;
        }
    }
}
