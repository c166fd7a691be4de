// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What docker's `daemon.json` says of registries. Immutable.
///
/// @param mirrors of the hub, as addresses
/// @param insecure hosts and networks that may go unencrypted or unverified
record DockerDaemon(List<String> mirrors, List<String> insecure) {
    static DockerDaemon load(Surroundings surroundings) throws RegistryException {
        List<String> mirrors = new ArrayList<>();
        List<String> insecure = new ArrayList<>();
        for (Path file :
                List.of(
                        surroundings.home().resolve(".config/docker/daemon.json"),
                        surroundings.etc().resolve("docker/daemon.json"))) {
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes((4 << 20) + 1);
                if (bytes.length > 0) {
                    Json.Obj json = Json.parseObject(bytes);
                    mirrors.addAll(json.strings("registry-mirrors"));
                    insecure.addAll(json.strings("insecure-registries"));
                }
            } catch (NoSuchFileException _) {
                // Most machines have none.
            } catch (MalformedJsonException e) {
                throw TomlFile.unusable(file, String.valueOf(e.getMessage()));
            } catch (IOException e) {
                throw TomlFile.unusable(file, String.valueOf(e.getMessage()));
            }
        }
        return new DockerDaemon(List.copyOf(mirrors), List.copyOf(insecure));
    }

    /// Whether that host is listed, by name or by a network that one of its addresses is in.
    boolean isInsecure(String authority) {
        List<Network> networks = new ArrayList<>();
        for (String each : insecure) {
            Optional<Network> network = Network.parse(each);
            network.ifPresent(networks::add);
            String plain = each.replaceFirst("^https?://", "");
            if (plain.equalsIgnoreCase(authority)) {
                return true;
            }
        }
        if (networks.isEmpty()) {
            return false;
        }
        String host = Location.host(authority);
        try {
            for (InetAddress each : InetAddress.getAllByName(host)) {
                if (networks.stream().anyMatch(in -> in.has(each.getHostAddress()))) {
                    return true;
                }
            }
        } catch (UnknownHostException e) {
            return false;
        }
        return false;
    }
}
