// SPDX-License-Identifier: Apache-2.0
package dev.cooper.testkit.registry;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a server was asked. The body can be read once, while the request is being answered.
///
/// @param server which of them: `registry`, `auth` or `cdn`
/// @param path decoded
/// @param query parameters, decoded; of equal ones all
/// @param headers names in small letters, values joined by commas
public record Request(
        String server,
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, String> headers,
        InputStream body) {
    public Request {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /// Null if it has none.
    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(java.util.Locale.ROOT));
    }

    /// The first of that name, null if there is none.
    public @Nullable String parameter(String name) {
        List<String> all = query.get(name);
        return all == null ? null : all.getFirst();
    }

    public List<String> parameters(String name) {
        return query.getOrDefault(name, List.of());
    }

    @Override
    public String toString() {
        return server
                + " "
                + method
                + " "
                + path
                + (query.isEmpty() ? "" : " " + new TreeMap<>(query));
    }
}
