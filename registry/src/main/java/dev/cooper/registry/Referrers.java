// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedImageException;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.oci.MediaTypes;
import dev.cooper.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What is about a manifest, at one endpoint (OCI distribution specification, "Listing referrers").
/// Registries from before that list have an index instead, under a tag made of the digest, that
/// clients keep.
final class Referrers {
    private static final int MOST = 100_000;

    private final Endpoint endpoint;

    Referrers(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// @param artifactType null for all
    List<Referrer> list(Digest subject, @Nullable String artifactType, String doing)
            throws IOException {
        String query =
                artifactType == null
                        ? ""
                        : "artifactType=" + URLEncoder.encode(artifactType, UTF_8);
        URI uri = endpoint.uri("referrers/" + subject, query);
        List<Referrer> all = new ArrayList<>();
        boolean there =
                Pages.read(
                        endpoint,
                        uri,
                        doing,
                        MediaTypes.OCI_INDEX,
                        (page, response) -> add(all, page, response));
        if (!there) {
            all.addAll(tagged(subject, doing));
        }
        // Servers may leave the filtering to us.
        return all.stream()
                .filter(each -> artifactType == null || each.artifactType().equals(artifactType))
                .toList();
    }

    private static void add(List<Referrer> all, Json.Obj index, Response response)
            throws IOException {
        try {
            read(all, index);
        } catch (MalformedImageException e) {
            throw response.malformed(String.valueOf(e.getMessage())).causedBy(e);
        }
    }

    private static void read(List<Referrer> all, Json.Obj index) throws IOException {
        for (Json.Obj each : index.objects("manifests")) {
            if (all.size() == MOST) {
                throw new MalformedImageException("more than " + MOST + " referrers");
            }
            String type = each.string("artifactType");
            all.add(new Referrer(Descriptor.parse(each), type == null ? "" : type));
        }
    }

    private List<Referrer> tagged(Digest subject, String doing) throws IOException {
        Document index = fallback(subject, doing);
        List<Referrer> all = new ArrayList<>();
        if (index != null) {
            read(all, index.json());
        }
        return all;
    }

    private @Nullable Document fallback(Digest subject, String doing) throws IOException {
        try {
            Document found = new Manifests(endpoint).get(tag(subject), doing);
            return found.isIndex() ? found : null;
        } catch (RegistryException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    static String tag(Digest subject) {
        String text = subject.algorithm() + "-" + subject.hex();
        return text.substring(0, Math.min(text.length(), 128));
    }

    /// Adds a manifest to the index under the tag, as a client must where the registry has no list
    /// of its own. Two that do so at once may lose one: the protocol has nothing against that.
    void add(Document referrer, Descriptor subject, String doing) throws IOException {
        Document old = fallback(subject.digest(), doing);
        try {
            List<Json> manifests = new ArrayList<>();
            for (Json.Obj each :
                    old == null ? List.<Json.Obj>of() : old.json().objects("manifests")) {
                if (referrer.digest().toString().equals(each.string("digest"))) {
                    return;
                }
                manifests.add(each);
            }
            SequencedMap<String, Json> entry =
                    new LinkedHashMap<>(referrer.descriptor().toJson().members());
            if (!referrer.artifactType().isEmpty()) {
                entry.put("artifactType", Json.of(referrer.artifactType()));
            }
            Json annotations = referrer.json().get("annotations");
            if (annotations != null) {
                entry.put("annotations", annotations);
            }
            manifests.add(new Json.Obj(entry));
            byte[] index =
                    Json.object()
                            .put("schemaVersion", 2)
                            .put("mediaType", MediaTypes.OCI_INDEX)
                            .put("manifests", Json.array(manifests))
                            .build()
                            .toBytes();
            new Manifests(endpoint).put(Document.of(index), tag(subject.digest()), doing);
        } catch (MalformedJsonException e) {
            throw new RegistryException(
                            Kind.MALFORMED, endpoint.host(), doing, String.valueOf(e.getMessage()))
                    .causedBy(e);
        }
    }
}
