// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.util.Locale;

/// Whose credentials an entry of an [AuthFile] has, whatever form its key is in: `host`,
/// `host:port`, `https://host/v1/`, `host/path`.
///
/// @param host the hub by its domain
/// @param path without slashes around it; empty for all of the host
record AuthKey(String host, String path) {
    static AuthKey of(String key) {
        String text = key.strip();
        boolean address = text.startsWith("https://") || text.startsWith("http://");
        String rest = address ? text.substring(text.indexOf("://") + 3) : text;
        int slash = rest.indexOf('/');
        String host = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "" : rest.substring(slash + 1);
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        // An address names an API, not a repository; so do the versions of old.
        boolean api = address || path.equals("v1") || path.equals("v2");
        return new AuthKey(Hub.canonical(host.toLowerCase(Locale.ROOT)), api ? "" : path);
    }

    /// Hosts must be equal, letter by letter; paths end between slashes.
    boolean matches(String asked, String repository) {
        return host.equals(Hub.canonical(asked.toLowerCase(Locale.ROOT)))
                && (path.isEmpty() || repository.equals(path) || repository.startsWith(path + "/"));
    }

    /// The key under which docker files a host.
    static String written(String host) {
        return Hub.isHub(host) ? Hub.CREDENTIAL_KEY : host;
    }
}
