// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// `certs.d/HOST/`, as docker reads it: `*.crt` are authorities, `*.cert` with the `*.key` of the
/// same name is what the client shows.
final class CertFolder {
    private CertFolder() {}

    /// All that the machine and the user have for this host.
    static Tls find(Surroundings surroundings, String authority) throws RegistryException {
        List<Path> authorities = new ArrayList<>();
        List<Tls.Identity> identities = new ArrayList<>();
        for (Path all :
                List.of(
                        surroundings.etc().resolve("docker/certs.d"),
                        surroundings.etc().resolve("containers/certs.d"),
                        surroundings.home().resolve(".config/docker/certs.d"),
                        surroundings.home().resolve(".config/containers/certs.d"))) {
            for (Path file : files(all.resolve(authority))) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(".crt")) {
                    authorities.add(file);
                } else if (name.endsWith(".cert")) {
                    String key = name.substring(0, name.length() - ".cert".length()) + ".key";
                    identities.add(new Tls.Identity(file, file.resolveSibling(key)));
                }
            }
        }
        return new Tls(authorities, identities, false);
    }

    private static List<Path> files(Path folder) throws RegistryException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            files.forEach(all::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw TomlFile.unusable(folder, String.valueOf(e.getMessage()));
        }
        all.sort(Comparator.comparing(Path::toString));
        return all;
    }
}
