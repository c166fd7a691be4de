// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.registry.Location.Capability;
import dev.cooper.registry.TomlFile.Table;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `certs.d/HOST/hosts.toml`, as containerd reads it: through which hosts to reach a registry.
///
/// @param hosts in order, the registry itself last
record ContainerdHosts(List<Host> hosts) {
    /// @param root path of its API
    /// @param mirror whether it isn't the registry itself
    record Host(
            String scheme,
            String authority,
            String root,
            Set<Capability> capabilities,
            Tls tls,
            Map<String, String> headers,
            boolean mirror) {}

    /// Empty if there is no file for this host, nor one for all.
    static Optional<ContainerdHosts> find(Surroundings surroundings, String authority)
            throws RegistryException {
        for (String folder : List.of("containerd/certs.d", "docker/certs.d")) {
            Path all = surroundings.etc().resolve(folder);
            List<String> names =
                    List.of(authority, authority.replaceFirst(":([0-9]+)$", "_$1_"), "_default");
            for (String each : names) {
                Path file = all.resolve(each).resolve("hosts.toml");
                if (Files.exists(file)) {
                    Table table = TomlFile.read(file).orElse(null);
                    return table == null ? Optional.empty() : Optional.of(read(table, authority));
                }
            }
        }
        return Optional.empty();
    }

    private static ContainerdHosts read(Table table, String authority) throws RegistryException {
        List<Host> all = new ArrayList<>();
        Table hosts = table.table("host");
        for (String each : hosts == null ? List.<String>of() : hosts.keys()) {
            Table entry = hosts == null ? null : hosts.table(each);
            if (entry != null) {
                all.add(host(entry, each, true));
            }
        }
        String server = table.string("server");
        String own =
                server == null || server.isEmpty() ? "https://" + Hub.apiHost(authority) : server;
        all.add(host(table, own, false));
        return new ContainerdHosts(List.copyOf(all));
    }

    private static Host host(Table entry, String address, boolean mirror) throws RegistryException {
        String text = address.contains("://") ? address : "https://" + address;
        Origin origin;
        String path;
        try {
            URI uri = new URI(text);
            origin = Origin.of(uri);
            path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceFirst("/+$", "");
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw entry.wrong(address, "the address of a host");
        }
        boolean whole = entry.bool("override_path", false) || path.endsWith("/v2");
        return new Host(
                origin.scheme(),
                Hub.apiHost(origin.authority()),
                whole ? path : path + "/v2",
                capabilities(entry),
                tls(entry),
                headers(entry),
                mirror);
    }

    private static Set<Capability> capabilities(Table entry) throws RegistryException {
        List<String> words = entry.strings("capabilities");
        if (words.isEmpty()) {
            return EnumSet.allOf(Capability.class);
        }
        Set<Capability> all = EnumSet.noneOf(Capability.class);
        for (String each : words) {
            switch (each.toLowerCase(Locale.ROOT)) {
                case "pull" -> all.add(Capability.PULL);
                case "resolve" -> all.add(Capability.RESOLVE);
                case "push" -> all.add(Capability.PUSH);
                default -> throw entry.wrong("capabilities", "a list of pull, resolve and push");
            }
        }
        return all;
    }

    private static Tls tls(Table entry) throws RegistryException {
        Path folder = entry.file().toAbsolutePath().getParent();
        List<Path> authorities = new ArrayList<>();
        for (String each : entry.strings("ca")) {
            authorities.add(resolve(folder, each));
        }
        List<Tls.Identity> identities = new ArrayList<>();
        for (List<String> each : entry.groups("client")) {
            if (!each.isEmpty()) {
                Path chain = resolve(folder, each.getFirst());
                Path key = each.size() > 1 ? resolve(folder, each.get(1)) : chain;
                identities.add(new Tls.Identity(chain, key));
            }
        }
        return new Tls(authorities, identities, entry.bool("skip_verify", false));
    }

    private static Path resolve(@Nullable Path folder, String name) {
        return folder == null ? Path.of(name) : folder.resolve(name);
    }

    private static Map<String, String> headers(Table entry) throws RegistryException {
        Table table = entry.table("header");
        Map<String, String> all = new LinkedHashMap<>();
        for (String each : table == null ? List.<String>of() : table.keys()) {
            List<String> values = table == null ? List.of() : table.strings(each);
            boolean good = each.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
            String value = String.join(", ", values);
            if (!good || value.chars().anyMatch(c -> c < ' ' || c == 127)) {
                throw entry.wrong("header", "a table of headers");
            }
            all.put(each, value);
        }
        return all;
    }
}
