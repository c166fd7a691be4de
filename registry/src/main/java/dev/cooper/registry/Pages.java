// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Lists that come in pages, linked by the header `Link` (RFC 8288). A next page must be at the
/// same place, must be new, and there may only be so many.
final class Pages {
    private static final int MOST = 10_000;
    private static final int MOST_BYTES = 4 << 20;
    private static final int MOST_LINK = 4096;
    private static final Pattern LINK = Pattern.compile("<([^>]*)>((?:\\s*;[^,<]*)?)");
    private static final Pattern NEXT =
            Pattern.compile(
                    "(?i);\\s*rel\\s*=\\s*(?:\"(?:[^\"]*\\s)?next(?:\\s[^\"]*)?\"|next)(?:\\s*;|\\s*$)");

    /// Takes one page.
    interface Reader {
        void read(Json.Obj page, Response response) throws IOException;
    }

    private Pages() {}

    /// @return false if there is no such list (404)
    static boolean read(Endpoint endpoint, URI first, String doing, String accept, Reader reader)
            throws IOException {
        Set<URI> seen = new HashSet<>();
        URI uri = first;
        while (uri != null) {
            if (!seen.add(uri) || seen.size() > MOST) {
                throw new RegistryException(
                        Kind.MALFORMED,
                        endpoint.host(),
                        doing,
                        "the list that %s gives never ends".formatted(endpoint.host()));
            }
            Call get = endpoint.call("GET", uri, doing, endpoint.pull()).header("Accept", accept);
            try (Response response = endpoint.send(get)) {
                if (response.status() == 404 && seen.size() == 1) {
                    throwUnlessMissingList(response);
                    return false;
                }
                response.require(200);
                reader.read(Json.parseObject(response.bytes(MOST_BYTES)), response);
                uri = next(endpoint, response, first, doing);
            } catch (MalformedJsonException e) {
                throw new RegistryException(
                                Kind.MALFORMED,
                                endpoint.host(),
                                doing,
                                "the list that %s gives is %s"
                                        .formatted(endpoint.host(), e.getMessage()))
                        .causedBy(e);
            }
        }
        return true;
    }

    /// A repository that isn't there is an error; a list that isn't, an answer.
    private static void throwUnlessMissingList(Response response) throws RegistryException {
        RegistryException failure = response.failure();
        if ("NAME_UNKNOWN".equals(failure.code())) {
            throw failure;
        }
    }

    private static @Nullable URI next(Endpoint endpoint, Response response, URI first, String doing)
            throws IOException {
        for (String header : response.headers("Link")) {
            if (header.length() > MOST_LINK) {
                continue;
            }
            Matcher link = LINK.matcher(header);
            while (link.find()) {
                if (!NEXT.matcher(link.group(2)).find()) {
                    continue;
                }
                URI uri = Transport.resolve(response.uri(), link.group(1), doing);
                boolean here =
                        Origin.of(uri).equals(endpoint.origin())
                                && first.getPath().equals(uri.getPath());
                if (!here) {
                    throw new RegistryException(
                            Kind.REFUSED,
                            endpoint.host(),
                            doing,
                            "%s goes on with its list at another place, which is refused"
                                    .formatted(endpoint.host()));
                }
                return uri;
            }
        }
        return null;
    }
}
