// SPDX-License-Identifier: Apache-2.0
package dev.cooper.testkit.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.testkit.registry.Contents.Manifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A registry in memory that behaves like the large ones: tokens from another server, blobs from a
/// third that must not see who asks, uploads in sessions whose address changes with each step,
/// manifests only over what is there. It remembers all requests. What it is to do wrong is said by
/// [#fault].
public final class TestRegistry implements AutoCloseable {
    /// One place to fail.
    private record Planned(Predicate<Request> when, Fault fault) {}

    private static final Pattern ROUTE =
            Pattern.compile("/v2/(.+?)/(manifests|blobs/uploads|blobs|tags|referrers)(?:/(.*))?");
    private static final Pattern CONTENT_RANGE = Pattern.compile("([0-9]+)-([0-9]+)");
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]*)");

    private final RegistrySettings settings;
    private final Contents contents = new Contents();
    private final Map<String, ByteArrayOutputStream> sessions = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final List<Planned> faults = new CopyOnWriteArrayList<>();
    private final Tokens tokens;
    private final Server registry;
    private final Server auth;
    private final Server cdn;

    private TestRegistry(RegistrySettings settings) {
        this.settings = settings;
        this.tokens = new Tokens(settings.users(), settings.tokenMember());
        this.registry =
                new Server(
                        "registry",
                        "127.0.0.1",
                        settings.tls(),
                        settings.asksForClients(),
                        request -> answer(request, this::route));
        this.auth =
                new Server(
                        "auth",
                        "127.0.0.1",
                        settings.tls(),
                        false,
                        request -> answer(request, tokens::answer));
        this.cdn =
                new Server(
                        "cdn",
                        "127.0.0.2",
                        settings.tls(),
                        false,
                        request -> answer(request, this::fromCdn));
    }

    public static TestRegistry start(RegistrySettings settings) {
        return new TestRegistry(settings);
    }

    /// Open to everybody, nothing redirected.
    public static TestRegistry start() {
        return start(RegistrySettings.OPEN);
    }

    /// Host and port, as in an image's name.
    public String authority() {
        return registry.authority();
    }

    /// With its scheme.
    public String address() {
        return registry.address();
    }

    public String authAddress() {
        return auth.address();
    }

    public String cdnAddress() {
        return cdn.address();
    }

    /// Everything that any of the servers was asked, in order.
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /// As [#requests], as `registry GET /v2/…`, those that begin so.
    public List<String> asked(String beginning) {
        return requests.stream()
                .map(each -> each.server() + " " + each.method() + " " + each.path())
                .filter(each -> each.startsWith(beginning))
                .toList();
    }

    public void forgetRequests() {
        requests.clear();
    }

    /// Secrets that were seen where none may be.
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /// The first request that fits goes wrong, once.
    public void fault(String method, String pathPattern, Fault fault) {
        Pattern pattern = Pattern.compile(pathPattern);
        faults.add(
                new Planned(
                        request ->
                                request.method().equals(method)
                                        && pattern.matcher(request.path()).find(),
                        fault));
    }

    /// The n-th request from now on goes wrong, whatever it is.
    public void faultAt(int n, Fault fault) {
        int at = requests.size() + n;
        faults.add(new Planned(_ -> requests.size() >= at, fault));
    }

    public void fault(String method, String pathPattern, Fault fault, int times) {
        for (int i = 0; i < times; i++) {
            fault(method, pathPattern, fault);
        }
    }

    /// Faults that nothing has met.
    public int faultsLeft() {
        return faults.size();
    }

    /// No token that was given is good any more.
    public void expireTokens() {
        tokens.forget();
    }

    /// All uploads under way are forgotten.
    public void loseSessions() {
        sessions.clear();
    }

    /// @return its digest
    public String addBlob(String repository, byte[] bytes) {
        String digest = Contents.digest(bytes);
        contents.blobs(repository).put(digest, bytes);
        return digest;
    }

    /// Some bytes under the digest of others.
    public void addBlob(String repository, String digest, byte[] bytes) {
        contents.blobs(repository).put(digest, bytes);
    }

    /// @return its digest
    public String addManifest(String repository, @Nullable String tag, String type, byte[] bytes) {
        String digest = Contents.digest(bytes);
        contents.manifests(repository).put(digest, new Manifest(type, bytes));
        if (tag != null) {
            contents.tags(repository).put(tag, digest);
        }
        return digest;
    }

    /// Null if it isn't there.
    public byte @Nullable [] blob(String repository, String digest) {
        return contents.blobs(repository).get(digest);
    }

    /// By tag or digest; null if it isn't there.
    public byte @Nullable [] manifest(String repository, String name) {
        Manifest found = contents.manifest(repository, name);
        return found == null ? null : found.bytes();
    }

    private Answer answer(Request request, Server.Handler handler) throws IOException {
        requests.add(request);
        Fault fault = planned(request);
        Answer instead = fault == null ? null : fault.instead(request);
        if (instead != null) {
            return instead;
        }
        Answer answer = handler.answer(request);
        request.body().readAllBytes();
        return fault == null ? answer : fault.afterwards(request, answer);
    }

    private synchronized @Nullable Fault planned(Request request) {
        int at = 0;
        while (at < faults.size() && !faults.get(at).when.test(request)) {
            at++;
        }
        return at == faults.size() ? null : faults.remove(at).fault;
    }

    private Answer fromCdn(Request request) {
        for (String each : List.of("authorization", "cookie", "proxy-authorization")) {
            if (request.header(each) != null) {
                violations.add("the CDN saw " + each + " of " + request);
                return Answer.error(400, "UNSUPPORTED", "only one auth mechanism allowed");
            }
        }
        String[] parts = request.path().substring(1).split("@");
        byte[] blob = contents.blobs(parts[0]).get(parts[1]);
        return blob == null ? Answer.of(404) : ranged(request, blob);
    }

    private Answer route(Request request) throws IOException {
        if (!request.path().startsWith("/v2")) {
            return Answer.of(404);
        }
        Matcher route = ROUTE.matcher(request.path());
        boolean known = route.matches();
        String repository = known ? route.group(1) : "";
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        String action = reads ? "pull" : request.method().equals("DELETE") ? "delete" : "push";
        Answer refused = refused(request, repository, action);
        if (refused != null) {
            return refused;
        }
        if (!known) {
            return request.path().matches("/v2/?") ? Answer.of(200) : Answer.of(404);
        }
        String name = route.group(3) == null ? "" : route.group(3);
        return switch (route.group(2)) {
            case "manifests" -> manifests(request, repository, name);
            case "blobs/uploads" -> uploads(request, repository, name);
            case "blobs" -> blobs(request, repository, name);
            case "tags" -> tags(request, repository);
            default -> referrers(repository, name);
        };
    }

    private @Nullable Answer refused(Request request, String repository, String action) {
        String header = request.header("Authorization");
        return switch (settings.auth()) {
            case NONE -> null;
            case BASIC ->
                    Tokens.basicUser(header, settings.users()) != null
                            ? null
                            : unauthorized("Basic realm=\"test registry\"");
            case BEARER -> {
                boolean allowed = tokens.allows(header, repository, action);
                String from = request.parameter("from");
                if (allowed && from != null) {
                    allowed = tokens.allows(header, from, "pull");
                }
                String scope =
                        repository.isEmpty()
                                ? ""
                                : ",scope=\"repository:%s:%s\"".formatted(repository, action);
                yield allowed
                        ? null
                        : unauthorized(
                                "Bearer realm=\"%s/token\",service=\"%s\"%s"
                                        .formatted(auth.address(), Tokens.SERVICE, scope));
            }
        };
    }

    private static Answer unauthorized(String challenge) {
        return Answer.error(401, "UNAUTHORIZED", "authentication required")
                .header("WWW-Authenticate", challenge);
    }

    private Answer manifests(Request request, String repository, String name) throws IOException {
        return switch (request.method()) {
            case "PUT" -> putManifest(request, repository, name);
            case "DELETE" -> deleteManifest(repository, name);
            default -> getManifest(repository, name);
        };
    }

    private Answer getManifest(String repository, String name) {
        Manifest found = contents.manifest(repository, name);
        if (found == null) {
            return contents.knows(repository)
                    ? Answer.error(404, "MANIFEST_UNKNOWN", "manifest unknown")
                    : Answer.error(404, "NAME_UNKNOWN", "repository name not known");
        }
        return Answer.of(200, found.bytes())
                .header("Content-Type", found.mediaType())
                .header("Docker-Content-Digest", Contents.digest(found.bytes()));
    }

    private Answer deleteManifest(String repository, String name) {
        if (!settings.deletes()) {
            return Answer.error(405, "UNSUPPORTED", "The operation is unsupported.");
        }
        if (contents.manifests(repository).remove(name) == null) {
            return Answer.error(404, "MANIFEST_UNKNOWN", "manifest unknown");
        }
        contents.tags(repository).values().removeIf(name::equals);
        return Answer.of(202);
    }

    private Answer putManifest(Request request, String repository, String name) throws IOException {
        byte[] bytes = request.body().readAllBytes();
        String type = request.header("Content-Type");
        List<String> missing = contents.missing(repository, bytes);
        if (!missing.isEmpty()) {
            return Answer.error(400, "MANIFEST_BLOB_UNKNOWN", "blob unknown: " + missing);
        }
        String digest = Contents.digest(name.startsWith("sha512:") ? "sha512" : "sha256", bytes);
        if (name.contains(":") && !name.equals(digest)) {
            return Answer.error(400, "DIGEST_INVALID", "digest does not match");
        }
        contents.manifests(repository)
                .put(digest, new Manifest(type == null ? "application/json" : type, bytes));
        if (!name.contains(":")) {
            contents.tags(repository).put(name, digest);
        }
        Answer answer =
                Answer.of(201)
                        .header("Location", "/v2/" + repository + "/manifests/" + digest)
                        .header("Docker-Content-Digest", digest);
        Matcher subject =
                Pattern.compile("\"subject\"\\s*:\\s*\\{[^{}]*\"digest\"\\s*:\\s*\"([^\"]*)\"")
                        .matcher(new String(bytes, UTF_8));
        return settings.referrers() && subject.find()
                ? answer.header("OCI-Subject", subject.group(1))
                : answer;
    }

    private Answer blobs(Request request, String repository, String digest) {
        byte[] blob = contents.blobs(repository).get(digest);
        if (blob == null) {
            return Answer.error(404, "BLOB_UNKNOWN", "blob unknown to registry");
        }
        if (request.method().equals("DELETE")) {
            if (!settings.deletes()) {
                return Answer.error(405, "UNSUPPORTED", "The operation is unsupported.");
            }
            contents.blobs(repository).remove(digest);
            return Answer.of(202);
        }
        if (settings.redirects() && request.method().equals("GET")) {
            return Answer.of(307)
                    .header(
                            "Location",
                            cdn.address() + "/" + repository + "@" + digest + "?signature=x");
        }
        return ranged(request, blob).header("Docker-Content-Digest", digest);
    }

    private static Answer ranged(Request request, byte[] blob) {
        String header = request.header("Range");
        Matcher range = RANGE.matcher(header == null ? "" : header);
        if (!range.matches()) {
            return Answer.of(200, blob).header("Content-Type", "application/octet-stream");
        }
        int from = Integer.parseInt(range.group(1));
        if (from >= blob.length) {
            return Answer.of(416).header("Content-Range", "bytes */" + blob.length);
        }
        return Answer.of(206, Arrays.copyOfRange(blob, from, blob.length))
                .header(
                        "Content-Range",
                        "bytes %d-%d/%d".formatted(from, blob.length - 1, blob.length));
    }

    private Answer uploads(Request request, String repository, String session) throws IOException {
        if (request.method().equals("POST")) {
            String mount = request.parameter("mount");
            String from = request.parameter("from");
            byte[] there = mount == null || from == null ? null : contents.blobs(from).get(mount);
            if (there != null && mount != null && settings.mounts()) {
                contents.blobs(repository).put(mount, there);
                return Answer.of(201)
                        .header("Location", "/v2/" + repository + "/blobs/" + mount)
                        .header("Docker-Content-Digest", mount);
            }
            String id = UUID.randomUUID().toString();
            sessions.put(id, new ByteArrayOutputStream());
            Answer begun = progress(202, repository, id, 0);
            return settings.leastPiece() == 0
                    ? begun
                    : begun.header("OCI-Chunk-Min-Length", String.valueOf(settings.leastPiece()));
        }
        ByteArrayOutputStream sofar = sessions.get(session);
        String state = request.parameter("_state");
        if (sofar == null) {
            return Answer.error(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");
        }
        if (state == null) {
            return Answer.error(
                    400, "BLOB_UPLOAD_INVALID", "the address of the upload is not whole");
        }
        return switch (request.method()) {
            case "GET" -> progress(204, repository, session, sofar.size());
            case "PATCH" -> patch(request, repository, session, sofar);
            case "PUT" -> finish(request, repository, session, sofar);
            default -> {
                sessions.remove(session);
                yield Answer.of(204);
            }
        };
    }

    private Answer patch(
            Request request, String repository, String session, ByteArrayOutputStream sofar)
            throws IOException {
        if (!settings.pieces()) {
            request.body().readAllBytes();
            return Answer.error(405, "UNSUPPORTED", "The operation is unsupported.");
        }
        String header = request.header("Content-Range");
        Matcher range = CONTENT_RANGE.matcher(header == null ? "" : header);
        byte[] bytes = request.body().readAllBytes();
        if (header != null
                && (!range.matches()
                        || Integer.parseInt(range.group(1)) != sofar.size()
                        || Integer.parseInt(range.group(2)) != sofar.size() + bytes.length - 1)) {
            return progress(416, repository, session, sofar.size());
        }
        sofar.writeBytes(bytes);
        return progress(202, repository, session, sofar.size());
    }

    private Answer finish(
            Request request, String repository, String session, ByteArrayOutputStream sofar)
            throws IOException {
        sofar.writeBytes(request.body().readAllBytes());
        String wanted = request.parameter("digest");
        sessions.remove(session);
        String algorithm =
                wanted == null ? "" : wanted.substring(0, Math.max(0, wanted.indexOf(':')));
        if (wanted == null || !Contents.digest(algorithm, sofar.toByteArray()).equals(wanted)) {
            return Answer.error(
                    400, "DIGEST_INVALID", "provided digest did not match uploaded content");
        }
        contents.blobs(repository).put(wanted, sofar.toByteArray());
        return Answer.of(201)
                .header("Location", "/v2/" + repository + "/blobs/" + wanted)
                .header("Docker-Content-Digest", wanted);
    }

    /// The address has a part that changes with each step, and that must come back.
    private Answer progress(int status, String repository, String session, int size) {
        String path = "/v2/%s/blobs/uploads/%s?_state=%d".formatted(repository, session, size);
        return Answer.of(status)
                .header("Location", (settings.relative() ? "" : registry.address()) + path)
                .header("Range", "0-" + Math.max(0, size - 1))
                .header("Docker-Upload-UUID", session);
    }

    private Answer tags(Request request, String repository) {
        if (!contents.knows(repository)) {
            return Answer.error(404, "NAME_UNKNOWN", "repository name not known to registry");
        }
        List<String> all = contents.sortedTags(repository);
        String last = request.parameter("last");
        List<String> rest =
                all.stream().filter(each -> last == null || each.compareTo(last) > 0).toList();
        List<String> page = rest.stream().limit(settings.page()).toList();
        List<String> quoted = new ArrayList<>();
        page.forEach(each -> quoted.add('"' + each + '"'));
        String json =
                "{\"name\":\"%s\",\"tags\":[%s]}".formatted(repository, String.join(",", quoted));
        Answer answer = Answer.of(200, json.getBytes(UTF_8));
        return rest.size() > page.size()
                ? answer.header(
                        "Link",
                        "</v2/%s/tags/list?last=%s&n=%d>; rel=\"next\""
                                .formatted(repository, page.getLast(), settings.page()))
                : answer;
    }

    private Answer referrers(String repository, String digest) {
        if (!settings.referrers()) {
            return Answer.of(404, "404 page not found\n".getBytes(UTF_8))
                    .header("Content-Type", "text/plain");
        }
        String json =
                "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[%s]}"
                        .formatted(String.join(",", contents.referrers(repository, digest)));
        return Answer.of(200, json.getBytes(UTF_8))
                .header("Content-Type", "application/vnd.oci.image.index.v1+json");
    }

    @Override
    public void close() {
        registry.close();
        auth.close();
        cdn.close();
    }
}
