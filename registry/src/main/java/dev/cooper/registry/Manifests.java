// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Digester;
import dev.cooper.oci.MalformedImageException;
import dev.cooper.oci.MediaTypes;
import dev.cooper.registry.RegistryException.Kind;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Manifests and indexes at one endpoint (OCI distribution specification, "Pulling manifests",
/// "Pushing manifests").
final class Manifests {
    /// Everything that can be read, so that no registry converts anything, and schema 1, so that
    /// one who has nothing else says so.
    private static final String ACCEPT =
            String.join(
                    ", ",
                    MediaTypes.OCI_INDEX,
                    MediaTypes.OCI_MANIFEST,
                    MediaTypes.DOCKER_INDEX,
                    MediaTypes.DOCKER_MANIFEST,
                    "application/vnd.docker.distribution.manifest.v1+prettyjws;q=0.1",
                    "*/*;q=0.1");

    private final Endpoint endpoint;

    Manifests(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// What a tag or digest leads to. Asked by HEAD, which costs the registry little; by GET where
    /// that doesn't tell.
    Descriptor resolve(String name, String doing) throws IOException {
        Call head =
                endpoint.call("HEAD", endpoint.uri("manifests/" + name), doing, endpoint.pull())
                        .header("Accept", ACCEPT);
        try (Response response = endpoint.send(head)) {
            if (response.status() == 404 || response.status() == 429) {
                throw response.failure();
            }
            String digest = response.header("Docker-Content-Digest");
            Digest found = digest == null ? null : Digest.parseOrNull(digest);
            String type = response.header("Content-Type");
            Digest asked = Digest.parseOrNull(name);
            boolean told =
                    response.status() == 200
                            && found != null
                            && type != null
                            && response.contentLength().orElse(0) > 0
                            && (asked == null || asked.equals(found));
            if (told && found != null && type != null) {
                Descriptor descriptor =
                        Descriptor.of(type.strip(), found, response.contentLength().orElse(0));
                if (MediaTypes.isManifest(descriptor.mediaType())
                        || MediaTypes.isIndex(descriptor.mediaType())) {
                    return descriptor;
                }
            }
        }
        return get(name, doing).descriptor();
    }

    /// @param name a tag, or a digest, which the bytes must then have
    Document get(String name, String doing) throws IOException {
        Digest asked = Digest.parseOrNull(name);
        Call get =
                endpoint.call("GET", endpoint.uri("manifests/" + name), doing, endpoint.pull())
                        .header("Accept", ACCEPT);
        try (Response response = endpoint.send(get)) {
            response.require(200);
            byte[] bytes = response.bytes(Document.MOST);
            Digest actual = hash(asked == null ? "sha256" : asked.algorithm(), bytes);
            if (asked != null && !asked.equals(actual)) {
                throw corrupt(response, "sent a manifest with the digest " + actual + " instead");
            }
            String said = response.header("Docker-Content-Digest");
            Digest claimed = said == null ? null : Digest.parseOrNull(said);
            if (claimed != null && !claimed.equals(hash(claimed.algorithm(), bytes))) {
                throw corrupt(
                        response,
                        "says that the manifest's digest is %s, but it is %s"
                                .formatted(claimed, actual));
            }
            try {
                return Document.read(bytes, response.header("Content-Type"), actual);
            } catch (MalformedImageException e) {
                throw response.malformed(Shown.text(String.valueOf(e.getMessage()), 500))
                        .causedBy(e);
            }
        }
    }

    private static RegistryException corrupt(Response response, String what) {
        return new RegistryException(
                Kind.CORRUPT, response.host(), response.doing(), response.host() + " " + what);
    }

    private static Digest hash(String algorithm, byte[] bytes) {
        if (algorithm.equals("sha256")) {
            Digester digester = Digest.digester();
            digester.update(bytes, 0, bytes.length);
            return digester.digest();
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-512").digest(bytes);
            return new Digest("sha512", HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-2", e);
        }
    }

    /// Whether the registry has understood what the document is about, if it is about another.
    boolean put(Document document, @Nullable String tag, String doing) throws IOException {
        String name = tag == null ? document.digest().toString() : tag;
        Call put =
                endpoint.call("PUT", endpoint.uri("manifests/" + name), doing, endpoint.push())
                        .header("Content-Type", document.mediaType())
                        .with(Call.Body.of(document.bytes()));
        try (Response response = endpoint.send(put)) {
            response.require(201, 200, 202);
            String said = response.header("Docker-Content-Digest");
            Digest claimed = said == null ? null : Digest.parseOrNull(said);
            boolean same =
                    claimed == null
                            || !claimed.algorithm().equals(document.digest().algorithm())
                            || claimed.equals(document.digest());
            if (!same) {
                throw corrupt(
                        response,
                        "has kept the manifest as %s, but it is %s"
                                .formatted(claimed, document.digest()));
            }
            if (claimed == null && response.status() != 201) {
                // Whoever answers like this may be no registry, but something on the way to it.
                Digest kept = resolve(name, doing).digest();
                if (!kept.equals(document.digest())) {
                    throw corrupt(response, "has not kept the manifest, but has " + kept);
                }
            }
            return response.header("OCI-Subject") != null;
        }
    }

    /// @param name a digest, or a tag where the registry can take away tags alone
    void delete(String name, String doing) throws IOException {
        Call delete =
                endpoint.call(
                        "DELETE",
                        endpoint.uri("manifests/" + name),
                        doing,
                        Scope.delete(endpoint.repository()));
        try (Response response = endpoint.send(delete)) {
            response.require(202, 200, 204);
        }
    }
}
